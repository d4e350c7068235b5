package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What happens to the rows of one table.
 *
 * @param where the condition that must be false for a row to be left alone; empty means that none is
 * @param deleteWhere which rows are deleted before
 * @param masked columns that change, in the order of the table
 * @param kept columns that stay, with the reason
 * @param passes the columns that change, by when; more than one after the rules have been made stricter
 * @param losesRows whether rows are deleted, by its own rule or because they refer to others that are
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

        /** The new value, NULL where it was NULL. */
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

        /** What the column becomes; the same for two rules that make the same values. */
        String digest() {
            return MaskKey.digest(expression());
        }

        /** Whether every row gets the same value, whatever it held. */
        boolean forgetsAll() {
            return mask instanceof Mask.Null || mask instanceof Mask.Literal;
        }
    }

    /** A column that stays. */
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
     * How the masked values get into the table.
     *
     * @param why the reason, for the report
     */
    record Way(Kind kind, String why) {

        /** A closed choice. */
        enum Kind {
            /** One ALTER TABLE writes the table anew: no trigger fires, nothing of the old rows is left behind. */
            REWRITE,
            /** UPDATE by ranges of a unique key, each with its progress in one transaction. */
            BATCHES,
            /** One UPDATE of all rows. */
            UPDATE
        }
    }

    /** Whether anything is done to its rows. */
    boolean isTouched() {
        return truncated || !masked.isEmpty() || deleteWhere.isPresent();
    }

    boolean inPlace() {
        return passes.stream().anyMatch(Pass::inPlace);
    }

    /** The reason for not writing the table anew; empty when there is none. */
    Optional<String> obstacle() {
        return passes.stream()
                .filter(Pass::inPlace)
                .map(pass -> pass.way().why())
                .findFirst();
    }

    /** The condition on rows that are masked; empty when all are. Where it is unknown whether to leave a row alone, it is not. */
    Optional<String> maskedRows() {
        return where.map(condition -> "(" + condition + ") IS NOT FALSE");
    }

    /** The condition on rows that are left alone. */
    Optional<String> leftRows() {
        return where.map(condition -> "(" + condition + ") IS FALSE");
    }

    /** Columns that find a row again after the masking; empty when nothing does. */
    List<String> finder() {
        Set<String> changed = masked.stream().map(one -> one.column().name()).collect(Collectors.toSet());
        return table.finder(changed);
    }
}
