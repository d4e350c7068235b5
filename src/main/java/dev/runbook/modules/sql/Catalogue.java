package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;

/**
 * What masking must know about a database.
 *
 * @param views materialised views that hold rows, in the order to refresh them
 * @param largeObjects how many large objects there are
 * @param recordsStatements whether the server keeps texts of statements, in pg_stat_statements
 * @param databases every database of the server
 */
record Catalogue(
        List<Table> tables,
        List<ForeignKey> foreignKeys,
        List<Check> checks,
        List<View> views,
        long largeObjects,
        boolean recordsStatements,
        List<Database> databases) {

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

    /**
     * Columns of the source table that must be found in the target table.
     *
     * @param validated whether that holds for the rows there are, and not only for new ones
     */
    record ForeignKey(
            String name,
            String sourceTable,
            List<String> sourceColumns,
            String targetTable,
            List<String> targetColumns,
            boolean validated) {
        ForeignKey {
            sourceColumns = List.copyOf(sourceColumns);
            targetColumns = List.copyOf(targetColumns);
        }
    }

    /**
     * A CHECK constraint of a table, or of a domain of one of its columns.
     *
     * @param ofDomain whether it is a domain's; in its expression the value is called VALUE
     */
    record Check(String name, String table, List<String> columns, String expression, boolean ofDomain) {
        Check {
            columns = List.copyOf(columns);
        }
    }

    /** A materialised view. */
    record View(Table.Name name, List<String> columns, String owner, boolean mayRefresh) {
        View {
            columns = List.copyOf(columns);
        }
    }

    /** A database of the server. */
    record Database(String name, boolean takesConnections) {}
}
