package dev.runbook.modules.sql;

import dev.runbook.modules.sql.MaskRules.TableRule;
import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Optional;

/** Checks that the table can hold what its masks make: types, lengths, NOT NULL, uniqueness, foreign keys. */
final class Fitness {

    /** The odds of a collision that are still taken for none. */
    private static final double COLLISION_MAX = 1e-6;

    private final Catalogue catalogue;
    private final MaskRules rules;
    private final Problems problems;

    Fitness(Catalogue catalogue, MaskRules rules, Problems problems) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.problems = problems;
    }

    void check(List<TableMask> tables) {
        for (TableMask table : tables) {
            table.masked().forEach(masked -> checkColumn(table, masked));
            checkRows(table);
            checkTriggers(table);
        }
        catalogue.foreignKeys().forEach(key -> checkForeignKey(key, tables));
    }

    private void checkColumn(TableMask mask, Masked masked) {
        Table table = mask.table();
        Column column = masked.column();
        masked.mask()
                .refusal(column)
                .ifPresent(why -> problem(new Place(table, column), "unfit-strategy", why, hint(column)));
        if (table.isForeign()) {
            String where = "its rows are on another server";
            problem(new Place(table, column), "foreign-table", where, "drop the foreign table, or keep the column");
        }
        if (column.partitionKey()) {
            String why = "it decides which partition a row is in";
            problem(new Place(table, column), "partition-key", why, "keep it, or truncate the table");
        }
        if (column.alwaysIdentity() && mask.inPlace()) {
            String why = "an identity GENERATED ALWAYS cannot be updated, and "
                    + mask.way().why();
            problem(new Place(table, column), "always-identity", why, "keep it");
        }
        for (List<String> unique : table.uniques()) {
            if (unique.contains(column.name())) {
                checkUnique(table, masked, unique);
            }
        }
        checkConstraints(table, column);
    }

    private void checkUnique(Table table, Masked masked, List<String> unique) {
        int bits = masked.column().family() == Column.Family.WHOLE
                ? (masked.column().type().equals("integer") ? 31 : 60)
                : masked.mask().bits();
        if (masked.mask() instanceof Mask.Null || masked.mask() instanceof Mask.Expression) {
            return;
        }
        double rows = Math.max(table.rows(), 1000);
        if (rows * rows / Math.pow(2, bits + 1) > COLLISION_MAX) {
            String why = "it is unique (" + String.join(", ", unique) + "), and '"
                    + masked.mask().word() + "' makes too few different values";
            String hint = masked.mask() instanceof Mask.Email ? "add unique: true" : "use {mask: hash}";
            problem(new Place(table, masked.column()), "not-unique", why, hint);
        }
    }

    /** What a CHECK demands cannot be proved here for every strategy, so somebody has to say it. */
    private void checkConstraints(Table table, Column column) {
        catalogue.checks().stream()
                .filter(check ->
                        check.table().equals(table.id()) && check.columns().contains(column.name()))
                .filter(check -> !check.expression().matches("(?s)\\(?\\(?[^()]* IS NOT NULL\\)?\\)?"))
                .findFirst()
                .ifPresent(check -> {
                    Optional<Mask> mask = Optional.ofNullable(rules.tables().get(table.id()))
                            .flatMap(rule -> Optional.ofNullable(rule.columns().get(column.name())))
                            .map(MaskRules.ColumnRule::mask);
                    if (mask.filter(found -> Checks.satisfied(check, column, found))
                            .isEmpty()) {
                        problem(
                                new Place(table, column),
                                "check-constraint",
                                "constraint " + check.name() + " may refuse masked values: " + check.expression(),
                                "use {mask: sql, expression: ...} with values that it allows");
                    }
                });
    }

    private void checkRows(TableMask mask) {
        if (!mask.truncated()) {
            return;
        }
        catalogue.foreignKeys().stream()
                .filter(key -> key.targetTable().equals(mask.table().id()))
                .filter(key -> Optional.ofNullable(rules.tables().get(key.sourceTable()))
                        .filter(rule -> rule.rows() == MaskRules.Rows.TRUNCATE)
                        .isEmpty())
                .forEach(key -> problems.add(
                        "truncated-parent",
                        position(mask.table()),
                        mask.table().id() + " cannot be truncated: " + key.sourceTable() + " refers to it ("
                                + key.name() + ")",
                        "truncate " + key.sourceTable() + " as well, or use delete_where"));
    }

    private void checkTriggers(TableMask mask) {
        if (mask.inPlace() && !mask.table().alwaysTriggers().isEmpty()) {
            problems.add(
                    "always-trigger",
                    position(mask.table()),
                    mask.table().id() + " must be updated in place ("
                            + mask.way().why() + "), and the trigger "
                            + mask.table().alwaysTriggers().get(0) + " would fire for it",
                    "make it an ordinary trigger: ALTER TABLE ... ENABLE TRIGGER ...");
        }
    }

    /** Both sides of a foreign key keep matching only when they are masked alike. */
    private void checkForeignKey(Catalogue.ForeignKey key, List<TableMask> tables) {
        for (int i = 0; i < key.sourceColumns().size(); i++) {
            Optional<Masked> source =
                    masked(tables, key.sourceTable(), key.sourceColumns().get(i));
            Optional<Masked> target =
                    masked(tables, key.targetTable(), key.targetColumns().get(i));
            boolean nulled =
                    source.filter(masked -> masked.mask() instanceof Mask.Null).isPresent();
            boolean gone = isTruncated(key.sourceTable());
            if (nulled || gone || source.map(Masked::mask).equals(target.map(Masked::mask))) {
                continue;
            }
            problems.add(
                    "one-sided-key",
                    catalogue.table(key.sourceTable()).map(this::position).orElse(rules.start()),
                    "foreign key " + key.name() + ": " + key.sourceTable() + "."
                            + key.sourceColumns().get(i) + " and " + key.targetTable() + "."
                            + key.targetColumns().get(i) + " are not masked alike",
                    "give both columns the same rule");
        }
    }

    private boolean isTruncated(String table) {
        return Optional.ofNullable(rules.tables().get(table))
                .filter(rule -> rule.rows() == MaskRules.Rows.TRUNCATE)
                .isPresent();
    }

    private static Optional<Masked> masked(List<TableMask> tables, String table, String column) {
        return tables.stream()
                .filter(mask -> mask.table().id().equals(table))
                .flatMap(mask -> mask.masked().stream())
                .filter(masked -> masked.column().name().equals(column))
                .findFirst();
    }

    private void problem(Place place, String code, String why, String hint) {
        Table table = place.table();
        Column column = place.column();
        Position position = Optional.ofNullable(rules.tables().get(table.id()))
                .map(TableRule::columns)
                .flatMap(columns -> Optional.ofNullable(columns.get(column.name())))
                .map(MaskRules.ColumnRule::position)
                .orElse(position(table));
        problems.add(code, position, table.id() + "." + column.name() + ": " + why, hint);
    }

    private Position position(Table table) {
        return Optional.ofNullable(rules.tables().get(table.id()))
                .map(TableRule::position)
                .orElse(rules.start());
    }

    private static String hint(Column column) {
        return switch (column.family()) {
            case DATE, TIMESTAMP -> "use date_shift, null, literal or sql";
            case UUID, WHOLE -> "use hash, null, literal or sql";
            case JSON -> "use json, null or literal";
            case TEXT -> "use hash, text, literal or a longer column";
            case OTHER -> "use null, literal or sql";
        };
    }

    /** What a problem is about. */
    private record Place(Table table, Column column) {}
}
