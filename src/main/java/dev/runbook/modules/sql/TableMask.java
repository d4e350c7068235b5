package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The masking of one table.
 *
 * @param where rows for which this condition is false are not masked; empty if all rows are masked
 * @param deleteWhere the condition of rows that are deleted first
 * @param masked columns that change, in the order of the table
 * @param kept columns that are kept, with the reason
 * @param passes the masked columns in groups, in order; more than one if the rules became stricter during the masking
 * @param losesRows whether rows are deleted, by its own rule or because they refer to deleted rows
 */
record TableMask(
        Table table,
        boolean truncated,
        Optional<String> deleteWhere,
        Optional<String> where,
        List<Masked> masked,
        List<Kept> kept,
        List<Pass> passes,
        boolean losesRows) {

    TableMask {
        masked = List.copyOf(masked);
        kept = List.copyOf(kept);
        passes = List.copyOf(passes);
    }

    /** A column that is masked. */
    record Masked(Column column, Mask mask) {

        /** The new value; NULL if the old one was NULL. */
        String expression() {
            Cell cell = Cell.of(column, mask.by());
            if (mask instanceof Mask.Null) {
                return "NULL";
            }
            boolean strict = mask.by().isEmpty() && !(mask instanceof Mask.Literal || mask instanceof Mask.Expression);
            return strict && !(mask instanceof JsonMask)
                    ? mask.sql(cell)
                    : "CASE WHEN " + column.quoted() + " IS NOT NULL THEN " + mask.sql(cell) + " END";
        }

        /** A digest of the new value; equal for two rules that make the same values. */
        String digest() {
            return MaskKey.digest(expression());
        }

        /** Whether every row gets the same value, whatever the old one was. */
        boolean forgetsAll() {
            return mask instanceof Mask.Null || mask instanceof Mask.Literal;
        }
    }

    /** A column that is kept. */
    record Kept(Column column, Mask.Keep mask) {}

    /**
     * Columns that are masked together.
     *
     * @param step its name in the progress table
     */
    record Pass(String step, List<Masked> columns, Way way) {
        Pass {
            columns = List.copyOf(columns);
        }

        boolean inPlace() {
            return way.kind() != Way.Kind.REWRITE;
        }
    }

    /**
     * How masked values are written to the table.
     *
     * @param why the reason, for the report
     */
    record Way(Kind kind, String why) {

        /** The kinds of statement that write masked values. */
        enum Kind {
            /** One ALTER TABLE rewrites the table: no trigger fires, and no old row versions remain. */
            REWRITE,
            /** UPDATE by ranges of a unique key; each range and its progress are one transaction. */
            BATCHES,
            /** One UPDATE of all rows. */
            UPDATE
        }
    }

    /** Whether its rows change. */
    boolean isTouched() {
        return truncated || !masked.isEmpty() || deleteWhere.isPresent();
    }

    boolean inPlace() {
        return passes.stream().anyMatch(Pass::inPlace);
    }

    /** Why the table cannot be rewritten; empty if it can. */
    Optional<String> obstacle() {
        return passes.stream()
                .filter(Pass::inPlace)
                .map(pass -> pass.way().why())
                .findFirst();
    }

    /** The condition of masked rows; empty if all are masked. A row for which 'where' is unknown (NULL) is masked. */
    Optional<String> maskedRows() {
        return where.map(condition -> "(" + condition + ") IS NOT FALSE");
    }

    /** The condition of rows that are not masked. */
    Optional<String> leftRows() {
        return where.map(condition -> "(" + condition + ") IS FALSE");
    }

    /** Columns that identify a row after the masking; empty if there are none. */
    List<String> finder() {
        Set<String> changed = masked.stream().map(one -> one.column().name()).collect(Collectors.toSet());
        return table.finder(changed);
    }
}
