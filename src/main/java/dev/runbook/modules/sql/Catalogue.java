package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;

/**
 * What masking must know about a database.
 *
 * @param views materialised views in the order to refresh them, quoted
 * @param largeObjects how many large objects there are
 * @param databases every database of the server that users can connect to
 */
record Catalogue(
        List<Table> tables,
        List<ForeignKey> foreignKeys,
        List<Check> checks,
        List<String> views,
        long largeObjects,
        List<String> databases) {

    Catalogue {
        tables = List.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
        checks = List.copyOf(checks);
        views = List.copyOf(views);
        databases = List.copyOf(databases);
    }

    Optional<Table> table(String id) {
        return tables.stream().filter(table -> table.id().equals(id)).findFirst();
    }

    /** Columns of the source table that must be found in the target table. */
    record ForeignKey(
            String name,
            String sourceTable,
            List<String> sourceColumns,
            String targetTable,
            List<String> targetColumns) {
        ForeignKey {
            sourceColumns = List.copyOf(sourceColumns);
            targetColumns = List.copyOf(targetColumns);
        }
    }

    /** A CHECK constraint of a table or of the domain of one of its columns. */
    record Check(String name, String table, List<String> columns, String expression) {
        Check {
            columns = List.copyOf(columns);
        }
    }
}
