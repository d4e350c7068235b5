package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.modules.sql.TableMask.Way;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses how masked values are written: by a rewrite of the table, or in place if PostgreSQL would refuse the ALTER
 * TABLE.
 *
 * @param changed all columns that the rules change, in this pass or in another
 */
record Ways(Table table, List<Masked> changed, Optional<String> where, List<Catalogue.ForeignKey> foreignKeys) {

    Ways {
        changed = List.copyOf(changed);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** Chooses for columns that are masked together. */
    Way choose(List<Masked> masked) {
        Optional<String> obstacle = masked.stream()
                .flatMap(column -> column.column().blockers().stream()
                        .map(blocker -> column.column().name() + " is used by " + blocker))
                .findFirst()
                .or(() -> foreignKey(masked))
                .or(() -> subSelect(masked))
                .or(() -> table.layout()
                        .otherOrder()
                        .map(partition -> "the columns of partition " + partition + " are in another order"))
                .or(() -> table.layout().inherits() ? Optional.of("the table is part of an inheritance tree") : Optional.empty());
        if (obstacle.isEmpty()) {
            return new Way(Way.Kind.REWRITE, "nothing prevents a rewrite");
        }
        Set<String> names = changed.stream().map(one -> one.column().name()).collect(Collectors.toSet());
        return new Way(table.finder(names).isEmpty() ? Way.Kind.UPDATE : Way.Kind.BATCHES, obstacle.get());
    }

    private Optional<String> foreignKey(List<Masked> masked) {
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
    private Optional<String> subSelect(List<Masked> masked) {
        boolean documents =
                masked.stream().anyMatch(column -> column.mask() instanceof JsonMask json && json.needsSubSelect());
        boolean written = masked.stream()
                        .anyMatch(column -> column.mask() instanceof Mask.Expression sql && selects(sql.expression()))
                || where.filter(Ways::selects).isPresent();
        return documents || written ? Optional.of("its masks need a sub-select") : Optional.empty();
    }

    private static boolean selects(String sql) {
        return sql.toLowerCase(Locale.ROOT).contains("select");
    }
}
