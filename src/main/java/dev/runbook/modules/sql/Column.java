package dev.runbook.modules.sql;

import java.util.List;

/**
 * A column as the catalogue describes it.
 *
 * @param blockers what keeps ALTER TABLE from rewriting it
 * @param partitionKey whether rows are placed by it
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

    /** The value as the server writes it into its statistics, which is not the cast to text for every type. */
    String asStored() {
        return "format('%s', " + quoted() + ")";
    }
}
