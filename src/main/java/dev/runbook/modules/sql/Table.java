package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;

/**
 * A table as the catalogue describes it; a partitioned one stands for all its partitions.
 *
 * @param kind PostgreSQL's relkind: r ordinary, p partitioned, f foreign
 * @param rows estimated by the server's statistics; -1 when there are none
 * @param key columns of the primary key; empty when there is none
 * @param uniques the columns of each unique index, constraint or exclusion, keys included
 * @param updateTriggers names of triggers that would fire for an update
 * @param alwaysTriggers names of those that fire even for a replica
 * @param inherits whether other tables inherit from it or it from another
 */
record Table(
        String schema,
        String name,
        String kind,
        long rows,
        List<Column> columns,
        List<String> key,
        List<List<String>> uniques,
        List<String> updateTriggers,
        List<String> alwaysTriggers,
        boolean inherits) {

    Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        uniques = uniques.stream().map(List::copyOf).toList();
        updateTriggers = List.copyOf(updateTriggers);
        alwaysTriggers = List.copyOf(alwaysTriggers);
    }

    /** As the rules file writes it. */
    String id() {
        return schema + "." + name;
    }

    String quoted() {
        return Sql.name(schema) + "." + Sql.name(name);
    }

    Optional<Column> column(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    boolean isPartitioned() {
        return kind.equals("p");
    }

    boolean isForeign() {
        return kind.equals("f");
    }

    /** The expected number of rows in words. */
    String size() {
        return rows < 0 ? "rows not counted yet" : String.format("about %,d rows", rows);
    }
}
