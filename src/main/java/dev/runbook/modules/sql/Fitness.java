package dev.runbook.modules.sql;

import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.port.PortException;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks that masked values fit their table: types, lengths, NOT NULL, uniqueness, foreign keys. */
final class Fitness {

    /** The collision probability that is treated as zero. */
    private static final double COLLISION_MAX = 1e-6;

    private static final Pattern NOT_NULL = Pattern.compile("(?s)\\(?\\(?[^()]* IS NOT NULL\\)?\\)?");

    private final Catalogue catalogue;
    private final MaskRules rules;
    private final ValueTrial trial;
    private final Problems problems;

    Fitness(Catalogue catalogue, MaskRules rules, ValueTrial trial, Problems problems) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.trial = trial;
        this.problems = problems;
    }

    void check(List<TableMask> tables) throws PortException {
        for (TableMask table : tables) {
            for (Masked masked : table.masked()) {
                checkColumn(table, masked);
            }
            table.kept().forEach(kept -> checkKept(table.table(), kept));
            checkRows(table);
            checkTriggers(table);
            checkAccess(table);
        }
        catalogue.foreignKeys().forEach(key -> checkForeignKey(key, tables));
        catalogue.views().forEach(this::checkView);
    }

    /** Finds missing privileges of the master user before anything is cloned, and reports how to grant them. */
    private void checkAccess(TableMask mask) {
        Table table = mask.table();
        Table.Access access = table.access();
        if (mask.isTouched() && !access.mayRewrite()) {
            problems.add(
                    "not-owner",
                    rules.position(table),
                    table.id() + " belongs to " + access.owner() + ": only its owner can rewrite it",
                    "in the source: GRANT " + Sql.name(access.owner()) + " TO the master user");
        } else if (!access.mayRead() && !table.isForeign()) {
            problems.add(
                    "not-readable",
                    rules.position(table),
                    table.id() + " cannot be read by the master user, so its kept columns cannot be verified",
                    "in the source: GRANT SELECT ON " + table.quoted() + " TO the master user");
        }
        if (access.rowSecurity() == Table.RowSecurity.FILTERS) {
            problems.add(
                    "row-security",
                    rules.position(table),
                    table.id() + ": row-level security hides rows from the master user, who does not own the table",
                    "in the source: GRANT " + Sql.name(access.owner()) + " TO the master user");
        }
    }

    private void checkView(Catalogue.View view) {
        if (!view.mayRefresh()) {
            problems.add(
                    "not-owner",
                    rules.start(),
                    "materialised view " + view.name().id() + " belongs to " + view.owner()
                            + ": only its owner can refresh it, and it still contains unmasked rows",
                    "in the source: GRANT " + Sql.name(view.owner()) + " TO the master user");
        }
    }

    private void checkKept(Table table, TableMask.Kept kept) {
        if (kept.mask().scanned() && kept.column().type().reading() == ColumnType.Reading.UNKNOWN) {
            problem(
                    new Place(table, kept.column()),
                    "unreadable-type",
                    "it is kept, but values of type "
                            + kept.column().type() + " cannot be read, so they cannot be verified",
                    "mask it with null, literal or sql, or write {mask: keep, scan: false, why: ...}");
        }
    }

    private void checkColumn(TableMask mask, Masked masked) throws PortException {
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
                    + mask.obstacle().orElse("");
            problem(new Place(table, column), "always-identity", why, "keep it");
        }
        for (List<String> unique : table.keys().uniques()) {
            if (unique.contains(column.name())) {
                checkUnique(table, masked, unique);
            }
        }
        checkConstraints(table, masked);
        checkLiteral(table, masked);
        checkProof(mask, masked);
    }

    /** A comparison needs a key that identifies rows before and after, or values that do not repeat by chance. */
    private void checkProof(TableMask mask, Masked masked) {
        if (!mask.finder().isEmpty() || masked.mask() instanceof Mask.Hash) {
            return;
        }
        boolean open = Probe.of(List.of(masked)).stream().anyMatch(Probe::needsComparison);
        if (open) {
            problem(
                    new Place(mask.table(), masked.column()),
                    "no-proof",
                    "values of '" + masked.mask().word()
                            + "' can be verified only by comparing old and new values, and the"
                            + " table has no unique key of unmasked columns",
                    masked.mask() instanceof Mask.Expression
                            ? "add grammar: a regular expression that every masked value matches"
                            : "use null, literal or hash, or add a unique key of unmasked columns");
        }
    }

    private void checkUnique(Table table, Masked masked, List<String> unique) {
        int bits = masked.column().family() == ColumnType.Family.WHOLE
                ? (masked.column().type().base().equals("int4") ? 31 : 60)
                : masked.mask().bits();
        if (masked.mask() instanceof Mask.Null || masked.mask() instanceof Mask.Expression) {
            return;
        }
        double rows = Math.max(table.rows(), 1000);
        if (rows * rows / Math.pow(2, bits + 1) > COLLISION_MAX) {
            String why = "it is unique (" + String.join(", ", unique) + "), and '"
                    + masked.mask().word() + "' makes too few different values";
            String hint = uniqueHint(masked);
            problem(new Place(table, masked.column()), "not-unique", why, hint);
        }
    }

    private static String uniqueHint(Masked masked) {
        if (masked.mask() instanceof Mask.Email) {
            return "add unique: true";
        }
        return masked.mask().word().equals("hash") || masked.column().family() == ColumnType.Family.WHOLE
                ? "use {mask: sql, expression: ...} with values that stay unique, or keep it"
                : "use {mask: hash}";
    }

    /** Some CHECK constraints are recognised; the others are tried on generated values of the strategy. */
    private void checkConstraints(Table table, Masked masked) throws PortException {
        for (Catalogue.Check check : catalogue.checks()) {
            if (!check.table().equals(table.id())
                    || !check.columns().contains(masked.column().name())
                    || NOT_NULL.matcher(check.expression()).matches()
                    || Checks.satisfied(check, masked.column(), masked.mask())
                    || trial.passes(check, masked.column(), masked.mask())) {
                continue;
            }
            problem(
                    new Place(table, masked.column()),
                    "check-constraint",
                    "constraint " + check.name() + " may refuse masked values: " + check.expression(),
                    "use {mask: sql, expression: ...} with values that it allows");
            return;
        }
    }

    private void checkLiteral(Table table, Masked masked) throws PortException {
        if (masked.mask() instanceof Mask.Literal literal
                && masked.mask().refusal(masked.column()).isEmpty()
                && !trial.takes(masked.column(), literal)) {
            problem(
                    new Place(table, masked.column()),
                    "bad-literal",
                    "'" + literal.value() + "' is not a valid value of "
                            + masked.column().type(),
                    "write a value as PostgreSQL prints it");
        }
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
                        rules.position(mask.table()),
                        mask.table().id() + " cannot be truncated: " + key.sourceTable() + " refers to it ("
                                + key.name() + ")",
                        "truncate " + key.sourceTable() + " as well, or use delete_where"));
    }

    private void checkTriggers(TableMask mask) {
        if (mask.inPlace() && !mask.table().triggers().always().isEmpty()) {
            problems.add(
                    "always-trigger",
                    rules.position(mask.table()),
                    mask.table().id() + " must be updated in place ("
                            + mask.obstacle().orElse("") + "), and the trigger "
                            + mask.table().triggers().always().get(0) + " would fire",
                    "make it an ordinary trigger: ALTER TABLE ... ENABLE TRIGGER ...");
        }
    }

    /** Both sides of a foreign key match after the masking only if they are masked alike. */
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
                    catalogue.table(key.sourceTable()).map(rules::position).orElse(rules.start()),
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
        problems.add(code, rules.position(table, column), table.id() + "." + column.name() + ": " + why, hint);
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

    /** The column that a problem is about. */
    private record Place(Table table, Column column) {}
}
