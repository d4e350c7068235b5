package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the catalogue describes it; a partitioned table includes all its partitions.
 *
 * @param rows estimated by the server's statistics; -1 if there are none
 * @param extension the extension it belongs to; empty for a user table
 */
record Table(
        Name name,
        long rows,
        List<Column> columns,
        Keys keys,
        Triggers triggers,
        Layout layout,
        Access access,
        Optional<Extension> extension) {

    Table {
        columns = List.copyOf(columns);
    }

    /**
     * The name of a relation.
     *
     * @param id the name as written in the rules file: {@code public.customers}
     * @param quoted the name as written in SQL
     */
    record Name(String id, String quoted) {
        static Name of(String schema, String relation) {
            return new Name(schema + "." + relation, Sql.name(schema) + "." + Sql.name(relation));
        }
    }

    /**
     * The unique keys of a table.
     *
     * @param primary columns of the primary key; empty if there is none
     * @param uniques the columns of each unique index, constraint or exclusion, the primary key included
     * @param finders the columns of each unique index over columns that are all NOT NULL, without expression or
     *     condition
     */
    record Keys(List<String> primary, List<List<String>> uniques, List<List<String>> finders) {
        Keys {
            primary = List.copyOf(primary);
            uniques = uniques.stream().map(List::copyOf).toList();
            finders = finders.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Names of triggers that an UPDATE would fire.
     *
     * @param always those that fire even in replica mode
     */
    record Triggers(List<String> update, List<String> always) {
        Triggers {
            update = List.copyOf(update);
            always = List.copyOf(always);
        }
    }

    /**
     * How its rows are stored.
     *
     * @param kind PostgreSQL's relkind: r ordinary, p partitioned, f foreign
     * @param inherits whether other tables inherit from it or it from another
     * @param otherOrder a partition with its columns in another order; ALTER TABLE would mix them up
     * @param hasDroppedColumns whether rows still contain values of dropped columns
     */
    record Layout(String kind, boolean inherits, Optional<String> otherOrder, boolean hasDroppedColumns) {}

    /**
     * The privileges of the master user on a table.
     *
     * @param owner of the table, or of a partition of it that the master user does not own
     */
    record Access(String owner, boolean mayRewrite, boolean mayRead, RowSecurity rowSecurity) {}

    /** The effect of row-level security on the master user. */
    enum RowSecurity {
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
    record Extension(String name, boolean holdsRows) {}

    String id() {
        return name.id();
    }

    String quoted() {
        return name.quoted();
    }

    Optional<Column> column(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    boolean isPartitioned() {
        return layout.kind().equals("p");
    }

    boolean isForeign() {
        return layout.kind().equals("f");
    }

    /** Whether its columns need rules; those of an extension's table do only if it contains user rows. */
    boolean needsRules() {
        return extension.map(Extension::holdsRows).orElse(true);
    }

    /** Columns that identify a row although others change; empty if there are none. */
    List<String> finder(Set<String> changed) {
        return keys.finders().stream()
                .filter(columns -> columns.stream().noneMatch(changed::contains))
                .findFirst()
                .orElse(List.of());
    }

    /** The estimated number of rows as text. */
    String size() {
        return rows < 0 ? "rows not counted yet" : String.format("about %,d rows", rows);
    }
}
