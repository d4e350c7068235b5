package dev.runbook.modules.sql.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the catalogue describes it; a partitioned table includes all its partitions.
 *
 * @param rows estimated by the server's statistics; -1 if there are none
 * @param extension the extension it belongs to; empty for a user table
 */
public record CatalogueTable(
        RelationName name,
        long rows,
        List<Column> columns,
        TableKeys keys,
        UpdateTriggers triggers,
        StorageLayout layout,
        TableAccess access,
        Optional<OwningExtension> extension) {

    public CatalogueTable {
        columns = List.copyOf(columns);
    }

    /**
     * The name of a relation.
     *
     * @param id the name as written in the rules file: {@code public.customers}
     * @param quotedName the name as written in SQL
     */
    public record RelationName(String id, String quotedName) {
        public static RelationName of(String schema, String relation) {
            return new RelationName(schema + "." + relation, Sql.name(schema) + "." + Sql.name(relation));
        }
    }

    /**
     * The unique keys of a table.
     *
     * @param primary columns of the primary key; empty if there is none
     * @param uniques the columns of each unique index, constraint or exclusion, the primary key included
     * @param rowKeys the columns of each unique index over columns that are all NOT NULL, without expression or
     *     condition
     */
    public record TableKeys(List<String> primary, List<List<String>> uniques, List<List<String>> rowKeys) {
        public TableKeys {
            primary = List.copyOf(primary);
            uniques = uniques.stream().map(List::copyOf).toList();
            rowKeys = rowKeys.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Names of triggers that an UPDATE would fire.
     *
     * @param always those that fire even in replica mode
     */
    public record UpdateTriggers(List<String> update, List<String> always) {
        public UpdateTriggers {
            update = List.copyOf(update);
            always = List.copyOf(always);
        }
    }

    /**
     * How its rows are stored.
     *
     * @param kind PostgreSQL's relkind: r ordinary, p partitioned, f foreign
     * @param inherits whether other tables inherit from it or it from another
     * @param reorderedPartition a partition with its columns in another order; ALTER TABLE would mix them up
     * @param hasDroppedColumns whether rows still contain values of dropped columns
     */
    public record StorageLayout(
            String kind, boolean inherits, Optional<String> reorderedPartition, boolean hasDroppedColumns) {}

    /**
     * The privileges of the master user on a table.
     *
     * @param owner of the table, or of a partition of it that the master user does not own
     */
    public record TableAccess(String owner, boolean mayRewrite, boolean mayRead, RowSecurityEffect rowSecurity) {}

    /** The effect of row-level security on the master user. */
    public enum RowSecurityEffect {
        /** Nothing. */
        NONE,
        /** It filters because it is forced on the owner, who can disable that. */
        FORCED,
        /** It filters. */
        FILTERS
    }

    /**
     * The extension that a table belongs to.
     *
     * @param holdsRows whether it contains, or may contain, rows that the extension did not create
     */
    public record OwningExtension(String name, boolean holdsRows) {}

    public String id() {
        return name.id();
    }

    public String quotedName() {
        return name.quotedName();
    }

    public Optional<Column> column(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    public boolean isPartitioned() {
        return layout.kind().equals("p");
    }

    public boolean isForeign() {
        return layout.kind().equals("f");
    }

    /** Whether its columns need rules; those of an extension's table do only if it contains user rows. */
    public boolean needsRules() {
        return extension.map(OwningExtension::holdsRows).orElse(true);
    }

    /** Columns that identify a row although others change; empty if there are none. */
    public List<String> rowKey(Set<String> changed) {
        return keys.rowKeys().stream()
                .filter(columns -> columns.stream().noneMatch(changed::contains))
                .findFirst()
                .orElse(List.of());
    }

    /** The estimated number of rows as text. */
    public String rowEstimate() {
        return rows < 0 ? "rows not counted yet" : String.format("about %,d rows", rows);
    }
}
