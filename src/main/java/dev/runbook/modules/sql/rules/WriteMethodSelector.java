package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import dev.runbook.modules.sql.rules.TableMask.WriteMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses how masked values are written: by a rewrite of the table, or in place if PostgreSQL would refuse the ALTER
 * TABLE.
 *
 * @param changedColumns all columns that the rules change, in this pass or in another
 */
record WriteMethodSelector(
        CatalogueTable table,
        List<MaskedColumn> changedColumns,
        Optional<String> where,
        List<Catalogue.ForeignKey> foreignKeys) {

    WriteMethodSelector {
        changedColumns = List.copyOf(changedColumns);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** Chooses for columns that are masked together. */
    WriteMethod choose(List<MaskedColumn> masked) {
        Optional<String> obstacle = masked.stream()
                .flatMap(column -> column.column().blockers().stream()
                        .map(blocker -> column.column().name() + " is used by " + blocker))
                .findFirst()
                .or(() -> foreignKeyObstacle(masked))
                .or(() -> subSelectObstacle(masked))
                .or(() -> table.layout()
                        .reorderedPartition()
                        .map(partition -> "the columns of partition " + partition + " are in another order"))
                .or(() -> table.layout().inherits()
                        ? Optional.of("the table is part of an inheritance tree")
                        : Optional.empty());
        if (obstacle.isEmpty()) {
            return new WriteMethod(WriteMethod.WriteMode.REWRITE, "nothing prevents a rewrite");
        }
        Set<String> names =
                changedColumns.stream().map(one -> one.column().name()).collect(Collectors.toSet());
        return new WriteMethod(
                table.rowKey(names).isEmpty() ? WriteMethod.WriteMode.UPDATE : WriteMethod.WriteMode.BATCHES,
                obstacle.get());
    }

    private Optional<String> foreignKeyObstacle(List<MaskedColumn> masked) {
        return foreignKeys.stream()
                .filter(key -> masked.stream()
                        .map(column -> column.column().name())
                        .anyMatch(name -> (key.sourceTable().equals(table.id())
                                        && key.sourceColumns().contains(name))
                                || (key.targetTable().equals(table.id())
                                        && key.targetColumns().contains(name))))
                .map(key -> "foreign key " + key.name() + " is on a masked column")
                .findFirst();
    }

    /** ALTER TABLE accepts no sub-select. */
    private Optional<String> subSelectObstacle(List<MaskedColumn> masked) {
        boolean documents =
                masked.stream().anyMatch(column -> column.mask() instanceof JsonMask json && json.needsSubSelect());
        boolean written = masked.stream()
                        .anyMatch(column ->
                                column.mask() instanceof Mask.ExpressionMask sql && containsSelect(sql.expression()))
                || where.filter(WriteMethodSelector::containsSelect).isPresent();
        return documents || written ? Optional.of("its masks need a sub-select") : Optional.empty();
    }

    private static boolean containsSelect(String sql) {
        return sql.toLowerCase(Locale.ROOT).contains("select");
    }
}
