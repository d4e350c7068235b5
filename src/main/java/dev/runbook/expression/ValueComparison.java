package dev.runbook.expression;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Compares values for equality, order and membership, without converting types. */
final class ValueComparison {

    private ValueComparison() {}

    /** {@link Value.Bool}, or {@link Value.Unknown} if the result depends on a value known only when run. */
    static Value apply(String sign, Value left, Value right) throws EvaluationException {
        if (sign.endsWith("in")) {
            return negateIf(contains(right, left), sign.equals("not in"));
        }
        Optional<Value.Unknown> unknown = Taint.findUnknown(left).or(() -> Taint.findUnknown(right));
        if (unknown.isPresent()) {
            return unknown.get();
        }
        if (sign.equals("==") || sign.equals("!=")) {
            return new Value.Bool(areEqual(left, right) == sign.equals("=="));
        }
        int order = compare(left, right);
        return new Value.Bool(
                switch (sign) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                });
    }

    private static Value negateIf(Value value, boolean negate) {
        return negate && value instanceof Value.Bool bool ? new Value.Bool(!bool.isTrue()) : value;
    }

    /** Whether the container contains the value: an item of a list, a key of a mapping, a part of a text. */
    static Value contains(Value container, Value value) throws EvaluationException {
        if (container instanceof Value.Unknown || value instanceof Value.Unknown) {
            return container instanceof Value.Unknown ? container : value;
        }
        if (container instanceof Value.Items items) {
            Optional<Value.Unknown> within = Taint.findUnknown(value);
            if (within.isPresent()) {
                return within.get();
            }
            if (items.items().stream().anyMatch(item -> Taint.findUnknown(item).isEmpty() && areEqual(item, value))) {
                return new Value.Bool(true);
            }
            Optional<Value.Unknown> unknown = Taint.findUnknown(container);
            return unknown.isPresent() ? unknown.get() : new Value.Bool(false);
        }
        if (container instanceof Value.Fields fields) {
            boolean key = Arithmetic.isText(value) || value instanceof Value.Whole;
            return new Value.Bool(key && fields.fields().containsKey(TextConversion.plainText(value)));
        }
        if (Arithmetic.isText(container) && Arithmetic.isText(value)) {
            return new Value.Bool(TextConversion.plainText(container).contains(TextConversion.plainText(value)));
        }
        throw EvaluationException.of("'in' does not work between " + value.kind() + " and " + container.kind(), "");
    }

    /** Whether two values are equal, at any depth; numbers are compared by value, not by notation. */
    static boolean areEqual(Value left, Value right) {
        if (left instanceof Value.Items first && right instanceof Value.Items second) {
            return first.items().size() == second.items().size()
                    && IntStream.range(0, first.items().size())
                            .allMatch(i -> areEqual(
                                    first.items().get(i), second.items().get(i)));
        }
        if (left instanceof Value.Fields first && right instanceof Value.Fields second) {
            return first.fields().keySet().equals(second.fields().keySet())
                    && first.fields().entrySet().stream()
                            .allMatch(field -> areEqual(
                                    field.getValue(), second.get(field.getKey()).orElseThrow()));
        }
        if (Arithmetic.isNumber(left) && Arithmetic.isNumber(right)) {
            return (left instanceof Value.Whole && right instanceof Value.Whole)
                    ? left.equals(right)
                    : Arithmetic.number(left) == Arithmetic.number(right);
        }
        return Taint.reveal(left).equals(Taint.reveal(right));
    }

    static int compare(Value left, Value right) throws EvaluationException {
        if (left instanceof Value.Whole first && right instanceof Value.Whole second) {
            return Long.compare(first.number(), second.number());
        }
        if (Arithmetic.isNumber(left) && Arithmetic.isNumber(right)) {
            return Double.compare(Arithmetic.number(left), Arithmetic.number(right));
        }
        if (Arithmetic.isText(left) && Arithmetic.isText(right)) {
            return TextConversion.plainText(left).compareTo(TextConversion.plainText(right));
        }
        if (left instanceof Value.Items first && right instanceof Value.Items second) {
            return compare(first.items(), second.items());
        }
        if (left instanceof Value.Bool first && right instanceof Value.Bool second) {
            return Boolean.compare(first.isTrue(), second.isTrue());
        }
        throw EvaluationException.of(
                left.kind() + " and " + right.kind() + " cannot be ordered", "convert one of them: | int, | string");
    }

    private static int compare(List<Value> left, List<Value> right) throws EvaluationException {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
