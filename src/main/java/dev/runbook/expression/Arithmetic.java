package dev.runbook.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The signs between two values; nothing is converted silently. */
final class Arithmetic {

    private static final int ITEMS_MAX = 100_000;

    private Arithmetic() {}

    static Value apply(String sign, Value left, Value right) throws Fault {
        if (sign.equals("+") && left instanceof Value.Items first && right instanceof Value.Items second) {
            List<Value> items = new ArrayList<>(first.items());
            items.addAll(second.items());
            if (items.size() > ITEMS_MAX) {
                throw Fault.of("the list is longer than " + ITEMS_MAX + " items", "");
            }
            return new Value.Items(items);
        }
        Optional<Value.Unknown> unknown = Taint.unknownIn(left).or(() -> Taint.unknownIn(right));
        if (unknown.isPresent()) {
            return unknown.get();
        }
        boolean secret = Taint.secretIn(left) || Taint.secretIn(right);
        Value result = known(sign, left, right);
        return secret ? Taint.conceal(result) : result;
    }

    private static Value known(String sign, Value left, Value right) throws Fault {
        if (sign.equals("~")) {
            return Texts.limited(Texts.of(left) + Texts.of(right));
        }
        if (sign.equals("+") && isText(left) && isText(right)) {
            return Texts.limited(Texts.revealed(left) + Texts.revealed(right));
        }
        if (sign.equals("*") && isText(left) && right instanceof Value.Whole times) {
            return repeated(Texts.revealed(left), times.number());
        }
        if (sign.equals("%") && isText(left)) {
            List<Value> values = right instanceof Value.Items items ? items.items() : List.of(right);
            return Format.apply(Texts.revealed(left), values);
        }
        if (left instanceof Value.Whole first && right instanceof Value.Whole second && !sign.equals("/")) {
            return whole(sign, first.number(), second.number());
        }
        if (isNumber(left) && isNumber(right)) {
            return decimal(sign, number(left), number(right));
        }
        String hint =
                sign.equals("+") && (isText(left) || isText(right)) ? "join as text with ~, or convert with | int" : "";
        throw Fault.of("'" + sign + "' does not work between " + left.kind() + " and " + right.kind(), hint);
    }

    private static Value repeated(String text, long times) throws Fault {
        if (times * (double) text.length() > Texts.LENGTH_MAX) {
            throw Fault.of("the text is longer than " + Texts.LENGTH_MAX + " characters", "");
        }
        return new Value.Text(text.repeat((int) Math.max(0, text.isEmpty() ? 0 : times)));
    }

    private static Value whole(String sign, long left, long right) throws Fault {
        try {
            if ((sign.equals("//") || sign.equals("%")) && right == 0) {
                throw Fault.of("division by zero", "");
            }
            return switch (sign) {
                case "+" -> new Value.Whole(Math.addExact(left, right));
                case "-" -> new Value.Whole(Math.subtractExact(left, right));
                case "*" -> new Value.Whole(Math.multiplyExact(left, right));
                case "//" -> new Value.Whole(Math.floorDiv(left, right));
                case "%" -> new Value.Whole(Math.floorMod(left, right));
                default ->
                    right < 0 ? finite(Math.pow((double) left, (double) right)) : new Value.Whole(power(left, right));
            };
        } catch (ArithmeticException e) {
            throw Fault.of("the number is too large", "");
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

    private static Value decimal(String sign, double left, double right) throws Fault {
        if (right == 0 && (sign.startsWith("/") || sign.equals("%"))) {
            throw Fault.of("division by zero", "");
        }
        return finite(
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

    static Value finite(double number) throws Fault {
        if (!Double.isFinite(number)) {
            throw Fault.of("the result is not a finite number", "");
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
