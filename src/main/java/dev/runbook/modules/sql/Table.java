package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the catalogue describes it; a partitioned one stands for all its partitions.
 *
 * @param rows estimated by the server's statistics; -1 when there are none
 * @param extension of which it is a part; empty when it is the user's own
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
     * What a relation is called.
     *
     * @param id as the rules file writes it: {@code public.customers}
     * @param quoted as SQL takes it
     */
    record Name(String id, String quoted) {
        static Name of(String schema, String relation) {
            return new Name(schema + "." + relation, Sql.name(schema) + "." + Sql.name(relation));
        }
    }

    /**
     * What is unique in it.
     *
     * @param primary columns of the primary key; empty when there is none
     * @param uniques the columns of each unique index, constraint or exclusion, the primary key included
     * @param finders the columns of each unique index over columns that are all NOT NULL, without expression or condition
     */
    record Keys(List<String> primary, List<List<String>> uniques, List<List<String>> finders) {
        Keys {
            primary = List.copyOf(primary);
            uniques = uniques.stream().map(List::copyOf).toList();
            finders = finders.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Names of triggers that would fire for an update.
     *
     * @param always those that fire even for a replica
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
     * @param otherOrder a partition whose columns stand in another order; ALTER TABLE would mix them up
     * @param hasDroppedColumns whether rows still hold values of columns that are gone
     */
    record Layout(String kind, boolean inherits, Optional<String> otherOrder, boolean hasDroppedColumns) {}

    /**
     * What the master user may do with it.
     *
     * @param owner of the table, or of a partition of it that the master user does not own
     */
    record Access(String owner, boolean mayRewrite, boolean mayRead, RowSecurity rowSecurity) {}

    /** What row-level security does to the master user. */
    enum RowSecurity {
        /** Nothing. */
        NONE,
        /** It filters, because it is forced on the owner, who may lift that. */
        FORCED,
        /** It filters. */
        FILTERS
    }

    /**
     * The extension that a table is a part of.
     *
     * @param holdsRows whether it holds, or may hold, rows that the extension has not brought along
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

    /** Whether its columns need rules: a table of an extension only when it holds rows of the user's. */
    boolean needsRules() {
        return extension.map(Extension::holdsRows).orElse(true);
    }

    /** Columns that find a row again after some have changed; empty when nothing does. */
    List<String> finder(Set<String> changed) {
        return keys.finders().stream()
                .filter(columns -> columns.stream().noneMatch(changed::contains))
                .findFirst()
                .orElse(List.of());
    }

    /** The expected number of rows in words. */
    String size() {
        return rows < 0 ? "rows not counted yet" : String.format("about %,d rows", rows);
    }
}
