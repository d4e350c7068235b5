package dev.runbook.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operators between two values; no operand is converted implicitly. */
final class Arithmetic {

    private static final int ITEMS_MAX = 100_000;

    private Arithmetic() {}

    static Value apply(String sign, Value left, Value right) throws EvaluationException {
        if (sign.equals("+") && left instanceof Value.Items first && right instanceof Value.Items second) {
            List<Value> items = new ArrayList<>(first.items());
            items.addAll(second.items());
            if (items.size() > ITEMS_MAX) {
                throw EvaluationException.of("the list is longer than " + ITEMS_MAX + " items", "");
            }
            return new Value.Items(items);
        }
        Optional<Value.Unknown> unknown = Taint.findUnknown(left).or(() -> Taint.findUnknown(right));
        if (unknown.isPresent()) {
            return unknown.get();
        }
        boolean secret = Taint.containsSecret(left) || Taint.containsSecret(right);
        Value result = applyKnown(sign, left, right);
        return secret ? Taint.conceal(result) : result;
    }

    private static Value applyKnown(String sign, Value left, Value right) throws EvaluationException {
        if (sign.equals("~")) {
            return TextConversion.requireLength(TextConversion.of(left) + TextConversion.of(right));
        }
        if (sign.equals("+") && isText(left) && isText(right)) {
            return TextConversion.requireLength(TextConversion.plainText(left) + TextConversion.plainText(right));
        }
        if (sign.equals("*") && isText(left) && right instanceof Value.Whole times) {
            return repeat(TextConversion.plainText(left), times.number());
        }
        if (sign.equals("%") && isText(left)) {
            List<Value> values = right instanceof Value.Items items ? items.items() : List.of(right);
            return PercentFormat.apply(TextConversion.plainText(left), values);
        }
        if (left instanceof Value.Whole first && right instanceof Value.Whole second && !sign.equals("/")) {
            return whole(sign, first.number(), second.number());
        }
        if (isNumber(left) && isNumber(right)) {
            return decimal(sign, number(left), number(right));
        }
        String hint =
                sign.equals("+") && (isText(left) || isText(right)) ? "join as text with ~, or convert with | int" : "";
        throw EvaluationException.of(
                "'" + sign + "' does not work between " + left.kind() + " and " + right.kind(), hint);
    }

    private static Value repeat(String text, long times) throws EvaluationException {
        if (times * (double) text.length() > TextConversion.LENGTH_MAX) {
            throw EvaluationException.of("the text is longer than " + TextConversion.LENGTH_MAX + " characters", "");
        }
        return new Value.Text(text.repeat((int) Math.max(0, text.isEmpty() ? 0 : times)));
    }

    private static Value whole(String sign, long left, long right) throws EvaluationException {
        try {
            if ((sign.equals("//") || sign.equals("%")) && right == 0) {
                throw EvaluationException.of("division by zero", "");
            }
            return switch (sign) {
                case "+" -> new Value.Whole(Math.addExact(left, right));
                case "-" -> new Value.Whole(Math.subtractExact(left, right));
                case "*" -> new Value.Whole(Math.multiplyExact(left, right));
                case "//" -> new Value.Whole(Math.floorDiv(left, right));
                case "%" -> new Value.Whole(Math.floorMod(left, right));
                default ->
                    right < 0
                            ? finiteDecimal(Math.pow((double) left, (double) right))
                            : new Value.Whole(power(left, right));
            };
        } catch (ArithmeticException e) {
            throw EvaluationException.of("the number is too large", "");
        }
    }

    private static long power(long number, long exponent) {
        long result = 1;
        long square = number;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                result = Math.multiplyExact(result, square);
            }
            square = left > 1 ? Math.multiplyExact(square, square) : square;
        }
        return result;
    }

    private static Value decimal(String sign, double left, double right) throws EvaluationException {
        if (right == 0 && (sign.startsWith("/") || sign.equals("%"))) {
            throw EvaluationException.of("division by zero", "");
        }
        return finiteDecimal(
                switch (sign) {
                    case "+" -> left + right;
                    case "-" -> left - right;
                    case "*" -> left * right;
                    case "/" -> left / right;
                    case "//" -> Math.floor(left / right);
                    case "%" -> left - right * Math.floor(left / right);
                    default -> Math.pow(left, right);
                });
    }

    static Value finiteDecimal(double number) throws EvaluationException {
        if (!Double.isFinite(number)) {
            throw EvaluationException.of("the result is not a finite number", "");
        }
        return new Value.Decimal(number);
    }

    static boolean isText(Value value) {
        return value instanceof Value.Text || value instanceof Value.Secret;
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Whole || value instanceof Value.Decimal;
    }

    static double number(Value value) {
        return value instanceof Value.Whole whole ? whole.number() : ((Value.Decimal) value).number();
    }
}
