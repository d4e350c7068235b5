package dev.runbook.modules.sql;

import java.util.List;

/**
 * A column as the catalogue describes it.
 *
 * @param blockers objects that prevent ALTER TABLE from rewriting it
 * @param partitionKey whether it is part of a partition key
 */
record Column(
        String name,
        ColumnType type,
        boolean notNull,
        boolean alwaysIdentity,
        List<String> blockers,
        boolean partitionKey) {

    Column {
        blockers = List.copyOf(blockers);
    }

    ColumnType.Family family() {
        return type.family();
    }

    String quoted() {
        return Sql.name(name);
    }

    /** The value as text. */
    String asText() {
        return type.isPlainText() ? quoted() : quoted() + "::text";
    }

    /** The value as the server stores it in its statistics; for some types this differs from the cast to text. */
    String asStored() {
        return "format('%s', " + quoted() + ")";
    }
}
