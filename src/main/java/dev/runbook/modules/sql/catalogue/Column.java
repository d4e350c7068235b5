package dev.runbook.modules.sql.catalogue;

import java.util.List;

/**
 * A column as the catalogue describes it.
 *
 * @param blockers objects that prevent ALTER TABLE from rewriting it
 * @param partitionKey whether it is part of a partition key
 */
public record Column(
        String name,
        ColumnType type,
        boolean notNull,
        boolean alwaysIdentity,
        List<String> blockers,
        boolean partitionKey) {

    public Column {
        blockers = List.copyOf(blockers);
    }

    public ColumnType.TypeFamily family() {
        return type.family();
    }

    public String quotedName() {
        return Sql.name(name);
    }

    /** The value as text. */
    public String asText() {
        return type.isPlainText() ? quotedName() : quotedName() + "::text";
    }

    /** The value as the server stores it in its statistics; for some types this differs from the cast to text. */
    public String statisticsText() {
        return "format('%s', " + quotedName() + ")";
    }
}
