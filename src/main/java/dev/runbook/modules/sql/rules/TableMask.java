package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.CatalogueTable;
import dev.runbook.modules.sql.catalogue.Column;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The masking of one table.
 *
 * @param where rows for which this condition is false are not masked; empty if all rows are masked
 * @param deleteWhere the condition of rows that are deleted first
 * @param maskedColumns columns that change, in the order of the table
 * @param keptColumns columns that are kept, with the reason
 * @param passes the masked columns in groups, in order; more than one if the rules became stricter during the masking
 * @param losesRows whether rows are deleted, by its own rule or because they refer to deleted rows
 */
public record TableMask(
        CatalogueTable table,
        boolean isTruncated,
        Optional<String> deleteWhere,
        Optional<String> where,
        List<MaskedColumn> maskedColumns,
        List<KeptColumn> keptColumns,
        List<MaskingPass> passes,
        boolean losesRows) {

    public TableMask {
        maskedColumns = List.copyOf(maskedColumns);
        keptColumns = List.copyOf(keptColumns);
        passes = List.copyOf(passes);
    }

    /** A column that is masked. */
    public record MaskedColumn(Column column, Mask mask) {

        /** The new value; NULL if the old one was NULL. */
        String expression() {
            ValueExpression valueExpression = ValueExpression.ofColumn(column, mask.by());
            if (mask instanceof Mask.NullMask) {
                return "NULL";
            }
            boolean strict =
                    mask.by().isEmpty() && !(mask instanceof Mask.LiteralMask || mask instanceof Mask.ExpressionMask);
            return strict && !(mask instanceof JsonMask)
                    ? mask.sql(valueExpression)
                    : "CASE WHEN " + column.quotedName() + " IS NOT NULL THEN " + mask.sql(valueExpression) + " END";
        }

        /** A digest of the new value; equal for two rules that make the same values. */
        public String digest() {
            return MaskKey.digest(expression());
        }

        /** Whether every row gets the same value, whatever the old one was. */
        boolean isConstant() {
            return mask instanceof Mask.NullMask || mask instanceof Mask.LiteralMask;
        }
    }

    /** A column that is kept. */
    public record KeptColumn(Column column, Mask.KeepMask mask) {}

    /**
     * Columns that are masked together.
     *
     * @param step its name in the progress table
     */
    public record MaskingPass(String step, List<MaskedColumn> columns, WriteMethod writeMethod) {
        public MaskingPass {
            columns = List.copyOf(columns);
        }

        public boolean isInPlace() {
            return writeMethod.kind() != WriteMethod.WriteMode.REWRITE;
        }
    }

    /**
     * How masked values are written to the table.
     *
     * @param why the reason, for the report
     */
    public record WriteMethod(WriteMode kind, String why) {

        /** The kinds of statement that write masked values. */
        public enum WriteMode {
            /** One ALTER TABLE rewrites the table: no trigger fires, and no old row versions remain. */
            REWRITE,
            /** UPDATE by ranges of a unique key; each range and its progress are one transaction. */
            BATCHES,
            /** One UPDATE of all rows. */
            UPDATE
        }
    }

    /** Whether its rows change. */
    public boolean hasChanges() {
        return isTruncated || !maskedColumns.isEmpty() || deleteWhere.isPresent();
    }

    public boolean isInPlace() {
        return passes.stream().anyMatch(MaskingPass::isInPlace);
    }

    /** Why the table cannot be rewritten; empty if it can. */
    public Optional<String> rewriteObstacle() {
        return passes.stream()
                .filter(MaskingPass::isInPlace)
                .map(pass -> pass.writeMethod().why())
                .findFirst();
    }

    /** The condition of masked rows; empty if all are masked. A row for which 'where' is unknown (NULL) is masked. */
    public Optional<String> maskedRowsCondition() {
        return where.map(condition -> "(" + condition + ") IS NOT FALSE");
    }

    /** The condition of rows that are not masked. */
    Optional<String> unmaskedRowsCondition() {
        return where.map(condition -> "(" + condition + ") IS FALSE");
    }

    /** Columns that identify a row after the masking; empty if there are none. */
    public List<String> rowKey() {
        Set<String> changed =
                maskedColumns.stream().map(one -> one.column().name()).collect(Collectors.toSet());
        return table.rowKey(changed);
    }
}
