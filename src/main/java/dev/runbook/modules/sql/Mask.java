package dev.runbook.modules.sql;

import dev.runbook.modules.sql.ColumnType.Family;
import java.util.Optional;

/** How the values of one column are masked: one of the strategies of a rules file. */
sealed interface Mask
        permits Mask.Keep,
                Mask.Null,
                Mask.Literal,
                Mask.Hash,
                Mask.Email,
                Mask.Person,
                Mask.Phone,
                AddressMask,
                Mask.DateShift,
                Mask.Words,
                JsonMask,
                Mask.Expression {

    /** The strategy's name in the rules file. */
    String word();

    /** The masked value of a cell that is not NULL, as an SQL expression; the caller preserves NULL. */
    String sql(Cell cell);

    /** An SQL condition that every output value of this strategy meets. */
    default Optional<String> grammar(String value) {
        return Optional.empty();
    }

    /** Why this strategy cannot be used on a column; empty if it can. */
    default Optional<String> refusal(Column column) {
        return column.family() == Family.TEXT
                ? Optional.empty()
                : Optional.of("'" + word() + "' makes text, the column is " + column.type());
    }

    /** The bits of the hash that a masked value contains, which decide whether values stay unique. */
    default int bits() {
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
    default Trace trace() {
        return Trace.RARE;
    }

    /** How distinctive old values are. */
    enum Trace {
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
    static Optional<String> needs(Column column, int length, String word) {
        if (column.family() != Family.TEXT) {
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
     * @param scanned whether the verification searches it for originals and personal data
     * @param lookalikesMax the number of its values that may look like personal data of one kind
     */
    record Keep(String why, boolean scanned, long lookalikesMax) implements Mask {
        @Override
        public String word() {
            return "keep";
        }

        @Override
        public String sql(Cell cell) {
            return cell.value();
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
        public Trace trace() {
            return Trace.NONE;
        }
    }

    /** Replaces the value with NULL. */
    record Null() implements Mask {
        @Override
        public String word() {
            return "null";
        }

        @Override
        public String sql(Cell cell) {
            return "NULL";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return column.notNull() ? Optional.of("'null' cannot be used: the column is NOT NULL") : Optional.empty();
        }

        @Override
        public Optional<String> grammar(String value) {
            return Optional.of(value + " IS NULL");
        }
    }

    /** Replaces every value with the same fixed value. */
    record Literal(String value) implements Mask {
        @Override
        public String word() {
            return "literal";
        }

        @Override
        public String sql(Cell cell) {
            return Sql.text(value) + cell.cast();
        }

        @Override
        public Optional<String> refusal(Column column) {
            ColumnType type = column.type();
            if (!type.labels().isEmpty() && !type.labels().contains(value)) {
                return Optional.of(
                        "'" + value + "' is not one of the values of " + type + ": " + String.join(", ", type.labels()));
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
    record Hash(int length, String domain) implements Mask {
        @Override
        public String word() {
            return "hash";
        }

        @Override
        public String sql(Cell cell) {
            String arguments = cell.text() + ", " + Sql.text(domain);
            return switch (cell.type().family()) {
                case UUID -> "_runbook.hash(" + arguments + ", 32)::uuid";
                case WHOLE ->
                    cell.type().base().equals("int4")
                            ? "(_runbook.number(" + arguments + ") & 2147483647)::integer"
                            : "_runbook.number(" + arguments + ")";
                default -> "_runbook.hash(" + arguments + ", " + length + ")";
            };
        }

        @Override
        public Optional<String> refusal(Column column) {
            if (column.family() == Family.UUID || column.family() == Family.WHOLE) {
                return Optional.empty();
            }
            return needs(column, length, "hash");
        }

        @Override
        public int bits() {
            return Math.min(4 * length, 128);
        }

        @Override
        public Trace trace() {
            return Trace.MOST;
        }
    }

    /** An address at example.test, a domain that receives no mail. */
    record Email(boolean unique) implements Mask {
        @Override
        public String word() {
            return "email";
        }

        @Override
        public String sql(Cell cell) {
            return (unique ? "_runbook.email_unique(" : "_runbook.email(") + cell.text() + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return needs(column, unique ? 34 : 44, "email");
        }

        @Override
        public Optional<String> grammar(String value) {
            return Optional.of(
                    unique
                            ? "length(" + value + ") = 34 AND " + value + " ~ '^[uU][a-pA-P]+@example\\.test$'"
                            : value + " ~ '^[a-z]+\\.[a-z]+\\.[0-9a-f]{8}@example\\.test$'");
        }

        @Override
        public int bits() {
            return unique ? 80 : 48;
        }

        @Override
        public Trace trace() {
            return Trace.MOST;
        }
    }

    /** A name from the dictionaries. */
    record Person(String part, Optional<String> by) implements Mask {
        @Override
        public String word() {
            return "person";
        }

        @Override
        public String sql(Cell cell) {
            return "_runbook.person_" + part + "(" + cell.text() + ", " + cell.key() + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return needs(column, part.equals("full") ? 26 : 13, "person");
        }

        @Override
        public Optional<String> grammar(String value) {
            String first = "split_part(" + value + ", ' ', 1) IN (SELECT _runbook.entries('first_names'))";
            String last = "split_part(" + value + ", ' ', 2) IN (SELECT _runbook.entries('last_names'))";
            return switch (part) {
                case "first" -> Optional.of(first + " AND " + value + " !~ ' '");
                case "last" -> Optional.of(value + " IN (SELECT _runbook.entries('last_names'))");
                default -> Optional.of(first + " AND " + last);
            };
        }

        @Override
        public int bits() {
            return part.equals("full") ? 16 : 8;
        }

        @Override
        public Trace trace() {
            return part.equals("full") ? Trace.MOST : Trace.RARE;
        }
    }

    /** A North American number from the range reserved for fiction. */
    record Phone() implements Mask {
        @Override
        public String word() {
            return "phone";
        }

        @Override
        public String sql(Cell cell) {
            return "_runbook.phone(" + cell.text() + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return needs(column, 12, "phone");
        }

        @Override
        public Optional<String> grammar(String value) {
            return Optional.of(value + " ~ '^\\+1[2-9][0-9]{2}55501[0-9]{2}$'");
        }

        @Override
        public int bits() {
            return 16;
        }

        @Override
        public Trace trace() {
            return Trace.MOST;
        }
    }

    /** Moves a date by 1 to this many days, back or forth; never by 0. */
    record DateShift(int days, Optional<String> by) implements Mask {
        @Override
        public String word() {
            return "date_shift";
        }

        @Override
        public String sql(Cell cell) {
            String shift = "_runbook.shift(" + cell.key() + ", " + days + ")";
            return cell.type().family() == Family.DATE
                    ? cell.value() + " + " + shift
                    : cell.value() + " + make_interval(days => " + shift + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return column.family() == Family.DATE || column.family() == Family.TIMESTAMP
                    ? Optional.empty()
                    : Optional.of("'date_shift' moves dates, the column is " + column.type());
        }

        @Override
        public Trace trace() {
            return Trace.NONE;
        }
    }

    /** As many words as before, from the dictionary. */
    record Words() implements Mask {
        @Override
        public String word() {
            return "text";
        }

        @Override
        public String sql(Cell cell) {
            return "_runbook.free_text(" + cell.text() + ", "
                    + cell.type().lengthMax().orElse(100_000) + ")";
        }

        @Override
        public Optional<String> refusal(Column column) {
            return needs(column, 12, "text");
        }

        @Override
        public Optional<String> grammar(String value) {
            return Optional.of("split_part(" + value + ", ' ', 1) IN (SELECT _runbook.entries('words'))");
        }

        @Override
        public Trace trace() {
            return Trace.LONG;
        }
    }

    /** An SQL expression from the rules file, with {col} for the column and {h} for its keyed hash. */
    record Expression(String expression, Optional<String> pattern) implements Mask {
        @Override
        public String word() {
            return "sql";
        }

        @Override
        public String sql(Cell cell) {
            return "(" + expression.replace("{col}", cell.value()).replace("{h}", "_runbook.h(" + cell.text() + ")")
                    + ")" + cell.cast();
        }

        @Override
        public Optional<String> grammar(String value) {
            return pattern.map(regex -> value + " ~ " + Sql.text(regex));
        }

        @Override
        public Optional<String> refusal(Column column) {
            return Optional.empty();
        }
    }
}
