package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.Mode.RAW;
import static dev.runbook.expression.Operation.Mode.STRUCTURAL;
import static dev.runbook.expression.Operation.named;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Filters on any single value: default, choice and conversion. */
final class ValueFilters {

    static final List<Operation> ALL = List.of(
            named(RAW, "default value? boolean?", ValueFilters::fallback),
            named(RAW, "d value? boolean?", ValueFilters::fallback),
            named(RAW, "mandatory msg?", ValueFilters::mandatory),
            named(RAW, "ternary true_val false_val none_val?", ValueFilters::ternary),
            named(DEEP, "bool", ValueFilters::bool),
            named(DEEP, "int default? base?", ValueFilters::whole),
            named(DEEP, "float default?", ValueFilters::decimal),
            named(DEEP, "string", call -> new Value.Text(call.text())),
            named(DEEP, "abs", ValueFilters::abs),
            named(DEEP, "round precision? method?", ValueFilters::round),
            named(STRUCTURAL, "list", call -> new Value.Items(call.items())));

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern FRACTION = Pattern.compile("[-+]?[0-9]*\\.[0-9]+");
    private static final double WHOLE_MAX = 0x1p63;

    /** A tie goes to the even neighbour, decided by the exact value of the number. */
    private static final Map<String, RoundingMode> ROUNDINGS =
            Map.of("common", RoundingMode.HALF_EVEN, "ceil", RoundingMode.CEILING, "floor", RoundingMode.FLOOR);

    private ValueFilters() {}

    private static Value fallback(OperationCall call) throws EvaluationException {
        Value input = call.input();
        Optional<Value> undecided = call.get("boolean").filter(Value.Unknown.class::isInstance);
        if (undecided.isPresent() && !(input instanceof Value.UndefinedName)) {
            return undecided.get();
        }
        boolean alsoEmpty = undecided.isEmpty() && call.bool("boolean", false);
        boolean replace = input instanceof Value.UndefinedName
                || (alsoEmpty && !(input instanceof Value.Unknown) && !TextConversion.isTruthy(input));
        return replace ? call.get("value").orElse(new Value.Text("")) : input;
    }

    private static Value mandatory(OperationCall call) throws EvaluationException {
        if (call.input() instanceof Value.UndefinedName undefined) {
            throw EvaluationException.of(
                    call.text("msg", "'" + undefined.path() + "' must be given"), undefined.hint());
        }
        return call.input();
    }

    private static Value ternary(OperationCall call) throws EvaluationException {
        Value input = call.input();
        if (input instanceof Value.UndefinedName undefined) {
            throw EvaluationException.of("'" + undefined.path() + "' is undefined", undefined.hint());
        }
        if (input instanceof Value.Unknown) {
            return input;
        }
        if (input instanceof Value.Null && call.get("none_val").isPresent()) {
            return call.value("none_val");
        }
        return call.value(TextConversion.isTruthy(input) ? "true_val" : "false_val");
    }

    private static Value bool(OperationCall call) throws EvaluationException {
        if (call.input() instanceof Value.Bool) {
            return call.input();
        }
        return switch (TextConversion.plainText(call.input()).toLowerCase(Locale.ROOT)) {
            case "yes", "on", "1", "true", "y", "t" -> new Value.Bool(true);
            case "no", "off", "0", "false", "n", "f" -> new Value.Bool(false);
            default ->
                throw EvaluationException.of(
                        "'" + call.input().show() + "' is neither true nor false",
                        "true, yes, on and 1 are true; false, no, off and 0 are false");
        };
    }

    private static Value whole(OperationCall call) throws EvaluationException {
        if (call.input() instanceof Value.Whole) {
            return call.input();
        }
        if (call.input() instanceof Value.Bool bool) {
            return new Value.Whole(bool.isTrue() ? 1 : 0);
        }
        if (call.input() instanceof Value.Decimal decimal) {
            return truncate(decimal.number());
        }
        long base = call.whole("base", 10);
        if (base < Character.MIN_RADIX || base > Character.MAX_RADIX) {
            throw EvaluationException.of("'base' must be between 2 and 36, not " + base, "");
        }
        String text = TextConversion.of(call.input()).strip().replace("_", "");
        if (base == 10 && FRACTION.matcher(text).matches()) {
            return truncate(Double.parseDouble(text));
        }
        try {
            return new Value.Whole(Long.parseLong(base == 16 ? text.replaceFirst("^0[xX]", "") : text, (int) base));
        } catch (NumberFormatException e) {
            return defaultOrFail(call, "a whole number", "| int(0)");
        }
    }

    private static Value truncate(double number) throws EvaluationException {
        if (Math.abs(number) >= WHOLE_MAX) {
            throw EvaluationException.of("the number is too large", "");
        }
        return new Value.Whole((long) number);
    }

    private static Value defaultOrFail(OperationCall call, String wanted, String fallback) throws EvaluationException {
        if (call.get("default").isPresent()) {
            return call.value("default");
        }
        throw EvaluationException.of("'" + call.input().show() + "' is not " + wanted, "set a default: " + fallback);
    }

    private static Value decimal(OperationCall call) throws EvaluationException {
        if (Arithmetic.isNumber(call.input())) {
            return new Value.Decimal(Arithmetic.number(call.input()));
        }
        String text = TextConversion.of(call.input()).strip();
        return NUMBER.matcher(text).matches()
                ? Arithmetic.finiteDecimal(Double.parseDouble(text))
                : defaultOrFail(call, "a number", "| float(0.0)");
    }

    private static Value abs(OperationCall call) throws EvaluationException {
        if (call.input() instanceof Value.Decimal decimal) {
            return new Value.Decimal(Math.abs(decimal.number()));
        }
        if (call.input() instanceof Value.Whole whole && whole.number() != Long.MIN_VALUE) {
            return new Value.Whole(Math.abs(whole.number()));
        }
        throw EvaluationException.of("'abs' needs a number, not " + call.input().kind(), "");
    }

    private static Value round(OperationCall call) throws EvaluationException {
        if (!Arithmetic.isNumber(call.input())) {
            throw EvaluationException.of(
                    "'round' needs a number, not " + call.input().kind(), "");
        }
        RoundingMode mode = ROUNDINGS.get(call.text("method", "common"));
        if (mode == null) {
            throw EvaluationException.of(
                    "unknown rounding method '" + call.text("method") + "'", "known: common, ceil, floor");
        }
        int digits = (int) Math.max(-15, Math.min(15, call.whole("precision", 0)));
        return new Value.Decimal(new BigDecimal(Arithmetic.number(call.input()))
                .setScale(digits, mode)
                .doubleValue());
    }
}
