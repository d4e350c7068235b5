package dev.runbook.modules.sql;

import java.util.List;
import java.util.Optional;

/**
 * What happens to the rows of one table.
 *
 * @param masked columns that change, in the order of the table
 * @param kept columns that stay, with the reason
 * @param where which rows are masked; empty means all
 * @param deleteWhere which rows are deleted before
 */
record TableMask(
        Table table,
        boolean truncated,
        Optional<String> deleteWhere,
        Optional<String> where,
        List<Masked> masked,
        List<Kept> kept,
        Way way) {

    TableMask {
        masked = List.copyOf(masked);
        kept = List.copyOf(kept);
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
    }

    /** A column that stays. */
    record Kept(Column column, Mask.Keep mask) {}

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
            /** UPDATE by ranges of the primary key, each with its progress in one transaction. */
            BATCHES,
            /** One UPDATE of all rows. */
            UPDATE
        }
    }

    boolean inPlace() {
        return way.kind() != Way.Kind.REWRITE;
    }
}
