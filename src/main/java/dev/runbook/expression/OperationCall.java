package dev.runbook.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call of a filter, test or function: its input, its arguments by name and the remaining ones. */
record OperationCall(Value input, Map<String, Value> arguments, List<Value> rest, Scope scope) {

    OperationCall {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        rest = List.copyOf(rest);
    }

    Optional<Value> get(String name) {
        return Optional.ofNullable(arguments.get(name));
    }

    Value value(String name) {
        return get(name).orElse(new Value.Null());
    }

    /** The input as text; numbers and booleans are converted. */
    String text() throws EvaluationException {
        return TextConversion.of(input);
    }

    String text(String name) throws EvaluationException {
        return textNotSecret(value(name), "'" + name + "'");
    }

    String text(String name, String fallback) throws EvaluationException {
        Optional<Value> value = get(name);
        return value.isPresent() ? textNotSecret(value.get(), "'" + name + "'") : fallback;
    }

    /**
     * An argument as text.
     *
     * @throws EvaluationException if it is a secret, because the result or an error would show it
     */
    static String textNotSecret(Value value, String what) throws EvaluationException {
        if (value instanceof Value.Secret) {
            throw EvaluationException.of(what + " cannot be a secret", "");
        }
        return TextConversion.of(value);
    }

    boolean bool(String name, boolean fallback) throws EvaluationException {
        Optional<Value> value = get(name);
        if (value.isPresent() && !(value.get() instanceof Value.Bool)) {
            throw EvaluationException.of(
                    "'" + name + "' must be true or false, not " + value.get().kind(), "");
        }
        return value.map(TextConversion::isTruthy).orElse(fallback);
    }

    long whole(String name, long fallback) throws EvaluationException {
        Optional<Value> value = get(name);
        if (value.isPresent() && !(value.get() instanceof Value.Whole)) {
            throw EvaluationException.of(
                    "'" + name + "' must be a whole number, not " + value.get().kind(), "");
        }
        return value.isPresent() ? ((Value.Whole) value.get()).number() : fallback;
    }

    /** The items of the input: of a list, the characters of a text, or the keys of a mapping. */
    List<Value> items() throws EvaluationException {
        return items(input);
    }

    static List<Value> items(Value value) throws EvaluationException {
        if (value instanceof Value.Items items) {
            return items.items();
        }
        List<Value> parts = new ArrayList<>();
        if (value instanceof Value.Fields fields) {
            fields.fields().keySet().forEach(key -> parts.add(new Value.Text(key)));
            return parts;
        }
        if (value instanceof Value.Text text) {
            text.text().codePoints().forEach(point -> parts.add(new Value.Text(Character.toString(point))));
            return parts;
        }
        throw EvaluationException.of("needs a list, not " + value.kind(), "");
    }

    Value.Fields fields() throws EvaluationException {
        if (input instanceof Value.Fields fields) {
            return fields;
        }
        throw EvaluationException.of("needs a mapping, not " + input.kind(), "");
    }
}
