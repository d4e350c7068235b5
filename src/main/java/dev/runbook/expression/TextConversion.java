package dev.runbook.expression;

/** Converts values to text, keys and conditions. */
final class TextConversion {

    static final int LENGTH_MAX = 1_000_000;

    private TextConversion() {}

    /**
     * The text of a value; the caller conceals what came from a secret.
     *
     * @throws EvaluationException if the value has no text, such as a list
     */
    static String of(Value value) throws EvaluationException {
        if (value instanceof Value.Null) {
            throw EvaluationException.of("null cannot be inserted into text", "set a default: | default('...', true)");
        }
        if (value instanceof Value.Items) {
            throw EvaluationException.of(
                    "a list cannot be inserted into text", "convert it first: | join(',') or | to_json");
        }
        if (value instanceof Value.Fields) {
            throw EvaluationException.of(
                    "a mapping cannot be inserted into text", "use one of its fields, or | to_json");
        }
        return plainText(value);
    }

    static String plainText(Value value) {
        return value instanceof Value.Secret secret ? secret.reveal() : value.show();
    }

    /** The mapping key for a value. */
    static String key(Value value) throws EvaluationException {
        if (value instanceof Value.Text || value instanceof Value.Whole) {
            return value.show();
        }
        throw EvaluationException.of("a key must be text, not " + value.kind(), "");
    }

    /** Whether a value counts as true in {@code and, or, not, if}, which accept any value. */
    static boolean isTruthy(Value value) {
        if (value instanceof Value.Bool bool) {
            return bool.isTrue();
        }
        if (value instanceof Value.Items items) {
            return !items.items().isEmpty();
        }
        if (value instanceof Value.Fields fields) {
            return !fields.fields().isEmpty();
        }
        if (value instanceof Value.Whole whole) {
            return whole.number() != 0;
        }
        if (value instanceof Value.Decimal decimal) {
            return decimal.number() != 0;
        }
        return !(value instanceof Value.Null) && !plainText(value).isEmpty();
    }

    static Value requireLength(String text) throws EvaluationException {
        if (text.length() > LENGTH_MAX) {
            throw EvaluationException.of("the text is longer than " + LENGTH_MAX + " characters", "");
        }
        return new Value.Text(text);
    }
}
