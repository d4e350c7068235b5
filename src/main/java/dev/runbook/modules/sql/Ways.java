package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.modules.sql.TableMask.Way;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses how a table is written: anew by default, in place where ALTER TABLE would be refused. */
final class Ways {

    private Ways() {}

    static Way choose(
            Table table, List<Masked> masked, Optional<String> where, List<Catalogue.ForeignKey> foreignKeys) {
        Optional<String> obstacle = masked.stream()
                .flatMap(column -> column.column().blockers().stream()
                        .map(blocker -> column.column().name() + " is used by " + blocker))
                .findFirst()
                .or(() -> foreignKey(table, masked, foreignKeys))
                .or(() -> subSelect(masked, where))
                .or(() -> table.inherits() ? Optional.of("the table inherits") : Optional.empty());
        if (obstacle.isEmpty()) {
            return new Way(Way.Kind.REWRITE, "nothing stands in the way of a rewrite");
        }
        boolean keyMasked = masked.stream()
                .anyMatch(column -> table.key().contains(column.column().name()));
        boolean whole = table.key().isEmpty() || keyMasked;
        return new Way(whole ? Way.Kind.UPDATE : Way.Kind.BATCHES, obstacle.get());
    }

    private static Optional<String> foreignKey(
            Table table, List<Masked> masked, List<Catalogue.ForeignKey> foreignKeys) {
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

    /** ALTER TABLE takes no sub-select. */
    private static Optional<String> subSelect(List<Masked> masked, Optional<String> where) {
        boolean lists = masked.stream().anyMatch(column -> column.mask() instanceof JsonMask json && json.hasLists());
        boolean written = masked.stream()
                        .anyMatch(column -> column.mask() instanceof Mask.Expression sql && selects(sql.expression()))
                || where.filter(Ways::selects).isPresent();
        return lists || written ? Optional.of("masking it takes a sub-select") : Optional.empty();
    }

    private static boolean selects(String sql) {
        return sql.toLowerCase(Locale.ROOT).contains("select");
    }
}
