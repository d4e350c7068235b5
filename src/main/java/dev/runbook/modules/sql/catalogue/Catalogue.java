package dev.runbook.modules.sql.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * The parts of a database's catalogue that a masking needs.
 *
 * @param views materialised views that hold rows, in the order to refresh them
 * @param largeObjects the number of large objects
 * @param recordsStatements whether the server stores statement texts, in pg_stat_statements
 * @param databases every database of the server
 */
public record Catalogue(
        List<CatalogueTable> tables,
        List<ForeignKey> foreignKeys,
        List<CheckConstraint> checks,
        List<MaterializedView> views,
        long largeObjects,
        boolean recordsStatements,
        List<ServerDatabase> databases) {

    public Catalogue {
        tables = List.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
        checks = List.copyOf(checks);
        views = List.copyOf(views);
        databases = List.copyOf(databases);
    }

    public Optional<CatalogueTable> table(String id) {
        return tables.stream().filter(table -> table.id().equals(id)).findFirst();
    }

    /**
     * A foreign key: columns of the source table that refer to columns of the target table.
     *
     * @param validated whether it holds for existing rows, and not only for new ones
     */
    public record ForeignKey(
            String name,
            String sourceTable,
            List<String> sourceColumns,
            String targetTable,
            List<String> targetColumns,
            boolean validated) {
        public ForeignKey {
            sourceColumns = List.copyOf(sourceColumns);
            targetColumns = List.copyOf(targetColumns);
        }
    }

    /**
     * A CHECK constraint of a table, or of a domain of one of its columns.
     *
     * @param ofDomain whether it belongs to a domain; its expression then names the value VALUE
     */
    public record CheckConstraint(
            String name, String table, List<String> columns, String expression, boolean ofDomain) {
        public CheckConstraint {
            columns = List.copyOf(columns);
        }
    }

    /** A materialised view. */
    public record MaterializedView(
            CatalogueTable.RelationName name, List<String> columns, String owner, boolean mayRefresh) {
        public MaterializedView {
            columns = List.copyOf(columns);
        }
    }

    /** A database of the server. */
    public record ServerDatabase(String name, boolean takesConnections) {}
}
