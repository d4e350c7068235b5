package dev.runbook.modules.sql.rules;

import dev.runbook.modules.sql.catalogue.Column;
import dev.runbook.modules.sql.catalogue.ColumnType;
import dev.runbook.modules.sql.catalogue.ColumnType.TypeFamily;
import dev.runbook.modules.sql.catalogue.Sql;
import java.util.Optional;

/** How the values of one column are masked: one of the strategies of a rules file. */
public sealed interface Mask
        permits Mask.KeepMask,
                Mask.NullMask,
                Mask.LiteralMask,
                Mask.HashMask,
                Mask.EmailMask,
                Mask.PersonMask,
                Mask.PhoneMask,
                AddressMask,
                Mask.DateShiftMask,
                Mask.FreeTextMask,
                JsonMask,
                Mask.ExpressionMask {

    /** The strategy's name in the rules file. */
    String strategyName();

    /** The masked value of a cell that is not NULL, as an SQL expression; the caller preserves NULL. */
    String sql(ValueExpression valueExpression);

    /** An SQL condition that every output value of this strategy meets. */
    default Optional<String> outputPredicate(String value) {
        return Optional.empty();
    }

    /** Why this strategy cannot be used on a column; empty if it can. */
    default Optional<String> refusal(Column column) {
        return column.family() == TypeFamily.TEXT
                ? Optional.empty()
                : Optional.of("'" + strategyName() + "' makes text, the column is " + column.type());
    }

    /** The bits of the hash that a masked value contains, which decide whether values stay unique. */
    default int entropyBits() {
        return 0;
    }

    /** The column whose value is hashed instead of the masked column's. */
    default Optional<String> by() {
        return Optional.empty();
    }

    /** Whether every masked value must differ from the old one. */
    default boolean mustDiffer() {
        return true;
    }

    /** Which old values are so distinctive that finding one elsewhere is a leak. */
    default Distinctiveness distinctiveness() {
        return Distinctiveness.RARE;
    }

    /** How distinctive old values are. */
    enum Distinctiveness {
        /** None: dates, cities. */
        NONE,
        /** Long values. */
        LONG,
        /** Values in few rows. */
        RARE,
        /** All but the most common values. */
        MOST
    }

    /** Refuses a column that is not text or is too short. */
    static Optional<String> requireTextLength(Column column, int length, String word) {
        if (column.family() != TypeFamily.TEXT) {
            return Optional.of("'" + word + "' makes text, the column is " + column.type());
        }
        return column.type()
                .lengthMax()
                .filter(max -> max < length)
                .map(max -> "'" + word + "' makes up to " + length + " characters, the column is " + column.type());
    }

    /**
     * Keeps the value.
     *
     * @param why the reason; empty if a rule for a single column gives none
     * @param isScanned whether the verification searches it for originals and personal data
     * @param lookalikesMax the number of its values that may look like personal data of one kind
     */
    record KeepMask(String why, boolean isScanned, long lookalikesMax) implements Mask {
        @Override
        public String strategyName() {
            return "keep";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            return valueExpression.value();
        }

        @Override
        public Optional<String> refusal(Column column) {
            return Optional.empty();
        }

        @Override
        public boolean mustDiffer() {
            return false;
        }

        @Override
        public Distinctiveness distinctiveness() {
            return Distinctiveness.NONE;
        }
    }

    /** Replaces the value with NULL. */
    record NullMask() implements Mask {
        @Override
        public String strategyName() {
            return "null";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            return "NULL";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return column.notNull() ? Optional.of("'null' cannot be used: the column is NOT NULL") : Optional.empty();
        }

        @Override
        public Optional<String> outputPredicate(String value) {
            return Optional.of(value + " IS NULL");
        }
    }

    /** Replaces every value with the same fixed value. */
    record LiteralMask(String value) implements Mask {
        @Override
        public String strategyName() {
            return "literal";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            return Sql.text(value) + valueExpression.cast();
        }

        @Override
        public Optional<String> refusal(Column column) {
            ColumnType type = column.type();
            if (!type.labels().isEmpty() && !type.labels().contains(value)) {
                return Optional.of("'" + value + "' is not one of the values of " + type + ": "
                        + String.join(", ", type.labels()));
            }
            return type.lengthMax()
                    .filter(max -> max < value.length())
                    .map(max -> "the literal has " + value.length() + " characters, the column is " + column.type());
        }

        @Override
        public boolean mustDiffer() {
            return false;
        }
    }

    /** Digits of a keyed hash: hexadecimal text, a uuid or a whole number. */
    record HashMask(int length, String domain) implements Mask {
        @Override
        public String strategyName() {
            return "hash";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            String arguments = valueExpression.text() + ", " + Sql.text(domain);
            return switch (valueExpression.type().family()) {
                case UUID -> "_runbook.hash(" + arguments + ", 32)::uuid";
                case WHOLE ->
                    valueExpression.type().base().equals("int4")
                            ? "(_runbook.number(" + arguments + ") & 2147483647)::integer"
                            : "_runbook.number(" + arguments + ")";
                default -> "_runbook.hash(" + arguments + ", " + length + ")";
            };
        }

        @Override
        public Optional<String> refusal(Column column) {
            if (column.family() == TypeFamily.UUID || column.family() == TypeFamily.WHOLE) {
                return Optional.empty();
            }
            return requireTextLength(column, length, "hash");
        }

        @Override
        public int entropyBits() {
            return Math.min(4 * length, 128);
        }

        @Override
        public Distinctiveness distinctiveness() {
            return Distinctiveness.MOST;
        }
    }

    /** An address at example.test, a domain that receives no mail. */
    record EmailMask(boolean unique) implements Mask {
        @Override
        public String strategyName() {
            return "email";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            return (unique ? "_runbook.email_unique(" : "_runbook.email(") + valueExpression.text() + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return requireTextLength(column, unique ? 34 : 44, "email");
        }

        @Override
        public Optional<String> outputPredicate(String value) {
            return Optional.of(
                    unique
                            ? "length(" + value + ") = 34 AND " + value + " ~ '^[uU][a-pA-P]+@example\\.test$'"
                            : value + " ~ '^[a-z]+\\.[a-z]+\\.[0-9a-f]{8}@example\\.test$'");
        }

        @Override
        public int entropyBits() {
            return unique ? 80 : 48;
        }

        @Override
        public Distinctiveness distinctiveness() {
            return Distinctiveness.MOST;
        }
    }

    /** A name from the dictionaries. */
    record PersonMask(String part, Optional<String> by) implements Mask {
        @Override
        public String strategyName() {
            return "person";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            return "_runbook.person_" + part + "(" + valueExpression.text() + ", " + valueExpression.key() + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return requireTextLength(column, part.equals("full") ? 26 : 13, "person");
        }

        @Override
        public Optional<String> outputPredicate(String value) {
            String first = "split_part(" + value + ", ' ', 1) IN (SELECT _runbook.entries('first_names'))";
            String last = "split_part(" + value + ", ' ', 2) IN (SELECT _runbook.entries('last_names'))";
            return switch (part) {
                case "first" -> Optional.of(first + " AND " + value + " !~ ' '");
                case "last" -> Optional.of(value + " IN (SELECT _runbook.entries('last_names'))");
                default -> Optional.of(first + " AND " + last);
            };
        }

        @Override
        public int entropyBits() {
            return part.equals("full") ? 16 : 8;
        }

        @Override
        public Distinctiveness distinctiveness() {
            return part.equals("full") ? Distinctiveness.MOST : Distinctiveness.RARE;
        }
    }

    /** A North American number from the range reserved for fiction. */
    record PhoneMask() implements Mask {
        @Override
        public String strategyName() {
            return "phone";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            return "_runbook.phone(" + valueExpression.text() + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return requireTextLength(column, 12, "phone");
        }

        @Override
        public Optional<String> outputPredicate(String value) {
            return Optional.of(value + " ~ '^\\+1[2-9][0-9]{2}55501[0-9]{2}$'");
        }

        @Override
        public int entropyBits() {
            return 16;
        }

        @Override
        public Distinctiveness distinctiveness() {
            return Distinctiveness.MOST;
        }
    }

    /** Moves a date by 1 to this many days, back or forth; never by 0. */
    record DateShiftMask(int days, Optional<String> by) implements Mask {
        @Override
        public String strategyName() {
            return "date_shift";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            String shift = "_runbook.shift(" + valueExpression.key() + ", " + days + ")";
            return valueExpression.type().family() == TypeFamily.DATE
                    ? valueExpression.value() + " + " + shift
                    : valueExpression.value() + " + make_interval(days => " + shift + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return column.family() == TypeFamily.DATE || column.family() == TypeFamily.TIMESTAMP
                    ? Optional.empty()
                    : Optional.of("'date_shift' moves dates, the column is " + column.type());
        }

        @Override
        public Distinctiveness distinctiveness() {
            return Distinctiveness.NONE;
        }
    }

    /** As many words as before, from the dictionary. */
    record FreeTextMask() implements Mask {
        @Override
        public String strategyName() {
            return "text";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            return "_runbook.free_text(" + valueExpression.text() + ", "
                    + valueExpression.type().lengthMax().orElse(100_000) + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return requireTextLength(column, 12, "text");
        }

        @Override
        public Optional<String> outputPredicate(String value) {
            return Optional.of("split_part(" + value + ", ' ', 1) IN (SELECT _runbook.entries('words'))");
        }

        @Override
        public Distinctiveness distinctiveness() {
            return Distinctiveness.LONG;
        }
    }

    /** An SQL expression from the rules file, with {col} for the column and {h} for its keyed hash. */
    record ExpressionMask(String expression, Optional<String> outputPattern) implements Mask {
        @Override
        public String strategyName() {
            return "sql";
        }

        @Override
        public String sql(ValueExpression valueExpression) {
            return "("
                    + expression
                            .replace("{col}", valueExpression.value())
                            .replace("{h}", "_runbook.h(" + valueExpression.text() + ")")
                    + ")" + valueExpression.cast();
        }

        @Override
        public Optional<String> outputPredicate(String value) {
            return outputPattern.map(regex -> value + " ~ " + Sql.text(regex));
        }

        @Override
        public Optional<String> refusal(Column column) {
            return Optional.empty();
        }
    }
}
