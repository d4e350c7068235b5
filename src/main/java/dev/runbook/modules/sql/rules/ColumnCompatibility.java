package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import dev.runbook.port.PortException;
import dev.runbook.yaml.Problems;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks that masked values fit their table: types, lengths, NOT NULL, uniqueness, foreign keys. */
final class ColumnCompatibility {

    /** The collision probability that is treated as zero. */
    private static final double COLLISION_MAX = 1e-6;

    private static final Pattern NOT_NULL = Pattern.compile("(?s)\\(?\\(?[^()]* IS NOT NULL\\)?\\)?");

    private final Catalogue catalogue;
    private final MaskRules rules;
    private final ValueValidator validator;
    private final Problems problems;

    ColumnCompatibility(Catalogue catalogue, MaskRules rules, ValueValidator validator, Problems problems) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.validator = validator;
        this.problems = problems;
    }

    void check(List<TableMask> tables) throws PortException {
        for (TableMask table : tables) {
            for (MaskedColumn maskedColumn : table.maskedColumns()) {
                checkColumn(table, maskedColumn);
            }
            table.keptColumns().forEach(kept -> checkKept(table.table(), kept));
            checkRows(table);
            checkTriggers(table);
            checkAccess(table);
        }
        catalogue.foreignKeys().forEach(key -> checkForeignKey(key, tables));
        catalogue.views().forEach(this::checkView);
    }

    /** Finds missing privileges of the master user before anything is cloned, and reports how to grant them. */
    private void checkAccess(TableMask mask) {
        CatalogueTable table = mask.table();
        CatalogueTable.TableAccess access = table.access();
        if (mask.hasChanges() && !access.mayRewrite()) {
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
                    "in the source: GRANT SELECT ON " + table.quotedName() + " TO the master user");
        }
        if (access.rowSecurity() == CatalogueTable.RowSecurityEffect.FILTERS) {
            problems.add(
                    "row-security",
                    rules.position(table),
                    table.id() + ": row-level security hides rows from the master user, who does not own the table",
                    "in the source: GRANT " + Sql.name(access.owner()) + " TO the master user");
        }
    }

    private void checkView(Catalogue.MaterializedView view) {
        if (!view.mayRefresh()) {
            problems.add(
                    "not-owner",
                    rules.start(),
                    "materialised view " + view.name().id() + " belongs to " + view.owner()
                            + ": only its owner can refresh it, and it still contains unmasked rows",
                    "in the source: GRANT " + Sql.name(view.owner()) + " TO the master user");
        }
    }

    private void checkKept(CatalogueTable table, TableMask.KeptColumn kept) {
        if (kept.mask().isScanned() && kept.column().type().contentKind() == ColumnType.ContentKind.UNKNOWN) {
            problem(
                    new ColumnReference(table, kept.column()),
                    "unreadable-type",
                    "it is kept, but values of type " + kept.column().type()
                            + " cannot be read, so they cannot be verified",
                    "mask it with null, literal or sql, or write {mask: keep, scan: false, why: ...}");
        }
    }

    private void checkColumn(TableMask mask, MaskedColumn maskedColumn) throws PortException {
        CatalogueTable table = mask.table();
        Column column = maskedColumn.column();
        maskedColumn
                .mask()
                .refusal(column)
                .ifPresent(why -> problem(new ColumnReference(table, column), "unfit-strategy", why, hint(column)));
        if (table.isForeign()) {
            String where = "its rows are on another server";
            problem(
                    new ColumnReference(table, column),
                    "foreign-table",
                    where,
                    "drop the foreign table, or keep the column");
        }
        if (column.partitionKey()) {
            String why = "it decides which partition a row is in";
            problem(new ColumnReference(table, column), "partition-key", why, "keep it, or truncate the table");
        }
        if (column.alwaysIdentity() && mask.isInPlace()) {
            String why = "an identity GENERATED ALWAYS cannot be updated, and "
                    + mask.rewriteObstacle().orElse("");
            problem(new ColumnReference(table, column), "always-identity", why, "keep it");
        }
        for (List<String> unique : table.keys().uniques()) {
            if (unique.contains(column.name())) {
                checkUnique(table, maskedColumn, unique);
            }
        }
        checkConstraints(table, maskedColumn);
        checkLiteral(table, maskedColumn);
        checkProof(mask, maskedColumn);
    }

    /** A comparison needs a key that identifies rows before and after, or values that do not repeat by chance. */
    private void checkProof(TableMask mask, MaskedColumn maskedColumn) {
        if (!mask.rowKey().isEmpty() || maskedColumn.mask() instanceof Mask.HashMask) {
            return;
        }
        boolean open = MaskedValueCheck.of(List.of(maskedColumn)).stream().anyMatch(MaskedValueCheck::needsComparison);
        if (open) {
            problem(
                    new ColumnReference(mask.table(), maskedColumn.column()),
                    "no-proof",
                    "values of '" + maskedColumn.mask().strategyName()
                            + "' can be verified only by comparing old and new values, and the"
                            + " table has no unique key of unmasked columns",
                    maskedColumn.mask() instanceof Mask.ExpressionMask
                            ? "add grammar: a regular expression that every masked value matches"
                            : "use null, literal or hash, or add a unique key of unmasked columns");
        }
    }

    private void checkUnique(CatalogueTable table, MaskedColumn maskedColumn, List<String> unique) {
        int bits = maskedColumn.column().family() == ColumnType.TypeFamily.WHOLE
                ? (maskedColumn.column().type().base().equals("int4") ? 31 : 60)
                : maskedColumn.mask().entropyBits();
        if (maskedColumn.mask() instanceof Mask.NullMask || maskedColumn.mask() instanceof Mask.ExpressionMask) {
            return;
        }
        double rows = Math.max(table.rows(), 1000);
        if (rows * rows / Math.pow(2, bits + 1) > COLLISION_MAX) {
            String why = "it is unique (" + String.join(", ", unique) + "), and '"
                    + maskedColumn.mask().strategyName() + "' makes too few different values";
            String hint = uniqueHint(maskedColumn);
            problem(new ColumnReference(table, maskedColumn.column()), "not-unique", why, hint);
        }
    }

    private static String uniqueHint(MaskedColumn maskedColumn) {
        if (maskedColumn.mask() instanceof Mask.EmailMask) {
            return "add unique: true";
        }
        return maskedColumn.mask().strategyName().equals("hash")
                        || maskedColumn.column().family() == ColumnType.TypeFamily.WHOLE
                ? "use {mask: sql, expression: ...} with values that stay unique, or keep it"
                : "use {mask: hash}";
    }

    /** Some CHECK constraints are recognised; the others are tried on generated values of the strategy. */
    private void checkConstraints(CatalogueTable table, MaskedColumn maskedColumn) throws PortException {
        for (Catalogue.CheckConstraint check : catalogue.checks()) {
            if (!check.table().equals(table.id())
                    || !check.columns().contains(maskedColumn.column().name())
                    || NOT_NULL.matcher(check.expression()).matches()
                    || CheckConstraintRules.isSatisfied(check, maskedColumn.column(), maskedColumn.mask())
                    || validator.satisfiesCheck(check, maskedColumn.column(), maskedColumn.mask())) {
                continue;
            }
            problem(
                    new ColumnReference(table, maskedColumn.column()),
                    "check-constraint",
                    "constraint " + check.name() + " may refuse masked values: " + check.expression(),
                    "use {mask: sql, expression: ...} with values that it allows");
            return;
        }
    }

    private void checkLiteral(CatalogueTable table, MaskedColumn maskedColumn) throws PortException {
        if (maskedColumn.mask() instanceof Mask.LiteralMask literal
                && maskedColumn.mask().refusal(maskedColumn.column()).isEmpty()
                && !validator.acceptsLiteral(maskedColumn.column(), literal)) {
            problem(
                    new ColumnReference(table, maskedColumn.column()),
                    "bad-literal",
                    "'" + literal.value() + "' is not a valid value of "
                            + maskedColumn.column().type(),
                    "write a value as PostgreSQL prints it");
        }
    }

    private void checkRows(TableMask mask) {
        if (!mask.isTruncated()) {
            return;
        }
        catalogue.foreignKeys().stream()
                .filter(key -> key.targetTable().equals(mask.table().id()))
                .filter(key -> Optional.ofNullable(rules.tables().get(key.sourceTable()))
                        .filter(rule -> rule.rowAction() == MaskRules.RowAction.TRUNCATE)
                        .isEmpty())
                .forEach(key -> problems.add(
                        "truncated-parent",
                        rules.position(mask.table()),
                        mask.table().id() + " cannot be truncated: " + key.sourceTable() + " refers to it ("
                                + key.name() + ")",
                        "truncate " + key.sourceTable() + " as well, or use delete_where"));
    }

    private void checkTriggers(TableMask mask) {
        if (mask.isInPlace() && !mask.table().triggers().always().isEmpty()) {
            problems.add(
                    "always-trigger",
                    rules.position(mask.table()),
                    mask.table().id() + " must be updated in place ("
                            + mask.rewriteObstacle().orElse("") + "), and the trigger "
                            + mask.table().triggers().always().get(0) + " would fire",
                    "make it an ordinary trigger: ALTER TABLE ... ENABLE TRIGGER ...");
        }
    }

    /** Both sides of a foreign key match after the masking only if they are masked alike. */
    private void checkForeignKey(Catalogue.ForeignKey key, List<TableMask> tables) {
        for (int i = 0; i < key.sourceColumns().size(); i++) {
            Optional<MaskedColumn> source =
                    maskedValue(tables, key.sourceTable(), key.sourceColumns().get(i));
            Optional<MaskedColumn> target =
                    maskedValue(tables, key.targetTable(), key.targetColumns().get(i));
            boolean nulled = source.filter(maskedColumn -> maskedColumn.mask() instanceof Mask.NullMask)
                    .isPresent();
            boolean gone = isTruncated(key.sourceTable());
            if (nulled || gone || source.map(MaskedColumn::mask).equals(target.map(MaskedColumn::mask))) {
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
                .filter(rule -> rule.rowAction() == MaskRules.RowAction.TRUNCATE)
                .isPresent();
    }

    private static Optional<MaskedColumn> maskedValue(List<TableMask> tables, String table, String column) {
        return tables.stream()
                .filter(mask -> mask.table().id().equals(table))
                .flatMap(mask -> mask.maskedColumns().stream())
                .filter(maskedColumn -> maskedColumn.column().name().equals(column))
                .findFirst();
    }

    private void problem(ColumnReference reference, String code, String why, String hint) {
        CatalogueTable table = reference.table();
        Column column = reference.column();
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
    private record ColumnReference(CatalogueTable table, Column column) {}
}
