package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Masked values that the verification checks: a column, one path of its documents, or the documents as a whole.
 *
 * @param label {@code email}, {@code profile.phones[]}
 * @param keepsPlace whether a value is at the same place as before the masking
 */
public record MaskedValueCheck(
        String label, TextExpression textExpression, MaskedColumn maskedColumn, Mask mask, boolean keepsPlace) {

    public static List<MaskedValueCheck> of(List<MaskedColumn> columns) {
        List<MaskedValueCheck> probes = new ArrayList<>();
        for (MaskedColumn maskedColumn : columns) {
            Column column = maskedColumn.column();
            probes.add(new MaskedValueCheck(
                    column.name(), TextExpression.ofColumn(column), maskedColumn, maskedColumn.mask(), true));
            if (maskedColumn.mask() instanceof JsonMask json) {
                json.paths().forEach((path, mask) -> {
                    if (!(mask instanceof Mask.KeepMask)) {
                        TextExpression textExpression = TextExpression.ofPath(column, path, json.paths());
                        probes.add(new MaskedValueCheck(
                                column.name() + "." + path,
                                textExpression,
                                maskedColumn,
                                mask,
                                !json.renamesKeysOn(path)));
                    }
                });
            }
        }
        return probes;
    }

    /** Whether old and new values are compared. */
    public boolean isCompared() {
        return keepsPlace && mask.mustDiffer() && !(mask instanceof Mask.NullMask);
    }

    /** Whether it can be verified only by a comparison with the old values. */
    boolean needsComparison() {
        return violationCondition().isEmpty() && isCompared();
    }

    /** The condition that no correctly masked text meets; empty if the strategy can produce any text. */
    public Optional<String> violationCondition() {
        return outputPredicate()
                .map(grammar -> textExpression.value() + " IS NOT NULL AND NOT coalesce(" + grammar + ", false)");
    }

    /** An aggregate: the number of values with another format, in the rows that meet a condition. */
    public String violationCount(Optional<String> rows) {
        return violationCondition()
                .map(condition -> textExpression.countExpression(condition, rows))
                .orElse("0");
    }

    /** The message for values with another format. */
    public String violationMessage(long count) {
        return mask instanceof JsonMask
                ? count + " documents have keys that no path names"
                : count + " values do not have the format of '" + mask.strategyName() + "'";
    }

    private Optional<String> outputPredicate() {
        String value = textExpression.value();
        if (mask instanceof JsonMask json) {
            return Optional.of(json.onlyPathsCondition(textExpression.document().orElse(value)));
        }
        if (mask instanceof Mask.LiteralMask literal) {
            return Optional.of(value + " = " + literalText(literal));
        }
        if (mask instanceof Mask.HashMask hash && isText()) {
            // A repetition count in the pattern is five times slower.
            return Optional.of("length(" + value + ") = " + hash.length() + " AND " + value + " ~ '^[0-9a-f]+$'");
        }
        return mask.outputPredicate(value);
    }

    /** The literal as the column's type prints it. */
    private String literalText(Mask.LiteralMask literal) {
        return isText()
                ? Sql.text(literal.value())
                : Sql.text(literal.value()) + "::" + maskedColumn.column().type() + "::text";
    }

    private boolean isText() {
        return maskedColumn.mask() instanceof JsonMask || maskedColumn.column().family() == ColumnType.TypeFamily.TEXT;
    }
}
