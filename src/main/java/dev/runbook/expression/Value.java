package dev.runbook.expression;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The result of an expression: a closed set of types. */
public sealed interface Value {

    /** The kind of value as error messages name it: "text", "a number", "a list". */
    String kind();

    /** The value for display; a secret shows as {@code ***}, an unknown value as {@code <known when run>}. */
    String show();

    /** The value with every text and number in it made secret. */
    default Value asSecret() {
        return Taint.conceal(this);
    }

    record Text(String text) implements Value {
        @Override
        public String kind() {
            return "text";
        }

        @Override
        public String show() {
            return text;
        }
    }

    record Whole(long number) implements Value {
        @Override
        public String kind() {
            return "a whole number";
        }

        @Override
        public String show() {
            return Long.toString(number);
        }
    }

    /** A number with a fraction; shown with an exponent only if it is very large or very small. */
    record Decimal(double number) implements Value {
        private static final int PLAIN_MIN = -4;
        private static final int PLAIN_MAX = 16;

        @Override
        public String kind() {
            return "a decimal number";
        }

        @Override
        public String show() {
            String shortest = Double.toString(number);
            if (shortest.indexOf('E') < 0 || !Double.isFinite(number)) {
                return shortest;
            }
            BigDecimal digits = new BigDecimal(shortest).stripTrailingZeros();
            int exponent = digits.precision() - digits.scale() - 1;
            if (exponent >= PLAIN_MIN && exponent < PLAIN_MAX) {
                return digits.setScale(Math.max(1, digits.scale())).toPlainString();
            }
            String mantissa = digits.scaleByPowerOfTen(-exponent).toPlainString();
            return mantissa + "e" + (exponent < 0 ? "-" : "+") + String.format("%02d", Math.abs(exponent));
        }
    }

    record Bool(boolean isTrue) implements Value {
        @Override
        public String kind() {
            return "a boolean";
        }

        @Override
        public String show() {
            return Boolean.toString(isTrue);
        }
    }

    record Null() implements Value {
        @Override
        public String kind() {
            return "null";
        }

        @Override
        public String show() {
            return "null";
        }
    }

    record Items(List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public String show() {
            return items.stream().map(Value::show).toList().toString();
        }
    }

    /** A mapping; keys keep the order of the source. */
    record Fields(Map<String, Value> fields) implements Value {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        public Optional<Value> get(String key) {
            return Optional.ofNullable(fields.get(key));
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        @Override
        public String show() {
            StringBuilder text = new StringBuilder("{");
            fields.forEach((key, value) -> text.append(text.length() == 1 ? "" : ", ")
                    .append(key)
                    .append(": ")
                    .append(value.show()));
            return text.append('}').toString();
        }
    }

    /** Text that is never shown. Every value computed from a secret is a secret. */
    record Secret(String reveal) implements Value {

        private static final Pattern NAME =
                Pattern.compile("(?i).*(PASSWORD|PASSWD|PWD|SECRET|TOKEN|KEY|CREDENTIAL).*");

        /** Makes an external value secret if it is a text or number whose name says that it is one. */
        public static Value classify(String name, Value value) {
            boolean plain = value instanceof Text || value instanceof Whole || value instanceof Decimal;
            return plain && NAME.matcher(name).matches() ? new Secret(value.show()) : value;
        }

        @Override
        public String kind() {
            return "a secret";
        }

        @Override
        public String show() {
            return "***";
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /** A value known only when run. Every value computed from it is unknown. */
    record Unknown(String what) implements Value {

        /** The display text of every unknown value. */
        public static final String DISPLAY_TEXT = "<known when run>";

        @Override
        public String kind() {
            return "a value known when run";
        }

        @Override
        public String show() {
            return DISPLAY_TEXT;
        }
    }

    /**
     * An undefined name; only {@code default}, {@code mandatory} and {@code is defined} accept it.
     *
     * @param path the whole name, as written: {@code pair.missing}
     * @param hint the name that was probably meant; may be empty
     */
    record UndefinedName(String path, String hint) implements Value {
        public UndefinedName(String path) {
            this(path, "");
        }

        @Override
        public String kind() {
            return "undefined";
        }

        @Override
        public String show() {
            return "<undefined " + path + ">";
        }
    }
}
