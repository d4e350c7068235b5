package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.Mode.RAW;
import static dev.runbook.expression.Operation.Mode.STRUCTURAL;
import static dev.runbook.expression.Operation.named;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Filters on any single value: fallback, choice and conversion. */
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
            named(DEEP, "round precision?", ValueFilters::round),
            named(STRUCTURAL, "list", call -> new Value.Items(call.items())));

    private ValueFilters() {}

    private static Value fallback(Call call) throws Fault {
        Value input = call.input();
        boolean replace = input instanceof Value.Undefined
                || (call.truth("boolean", false) && !(input instanceof Value.Unknown) && !Texts.truth(input));
        return replace ? call.get("value").orElse(new Value.Text("")) : input;
    }

    private static Value mandatory(Call call) throws Fault {
        if (call.input() instanceof Value.Undefined undefined) {
            throw Fault.of(call.text("msg", "'" + undefined.path() + "' must be given"), undefined.hint());
        }
        return call.input();
    }

    private static Value ternary(Call call) throws Fault {
        Value input = call.input();
        if (input instanceof Value.Undefined undefined) {
            throw Fault.of("'" + undefined.path() + "' is undefined", undefined.hint());
        }
        if (input instanceof Value.Unknown) {
            return input;
        }
        if (input instanceof Value.Null && call.get("none_val").isPresent()) {
            return call.value("none_val");
        }
        return call.value(Texts.truth(input) ? "true_val" : "false_val");
    }

    private static Value bool(Call call) throws Fault {
        if (call.input() instanceof Value.Bool) {
            return call.input();
        }
        return switch (Texts.revealed(call.input()).toLowerCase(Locale.ROOT)) {
            case "yes", "on", "1", "true", "y", "t" -> new Value.Bool(true);
            case "no", "off", "0", "false", "n", "f" -> new Value.Bool(false);
            default ->
                throw Fault.of(
                        "'" + call.input().show() + "' is neither true nor false",
                        "true, yes, on and 1 are true; false, no, off and 0 are false");
        };
    }

    private static Value whole(Call call) throws Fault {
        if (call.input() instanceof Value.Whole) {
            return call.input();
        }
        if (call.input() instanceof Value.Bool bool) {
            return new Value.Whole(bool.truth() ? 1 : 0);
        }
        if (call.input() instanceof Value.Decimal decimal) {
            return new Value.Whole((long) decimal.number());
        }
        try {
            String text = Texts.of(call.input()).strip().replace("_", "");
            long base = call.whole("base", 10);
            return text.contains(".") && base == 10
                    ? new Value.Whole((long) Double.parseDouble(text))
                    : new Value.Whole(Long.parseLong(text, (int) base));
        } catch (NumberFormatException e) {
            if (call.get("default").isPresent()) {
                return call.value("default");
            }
            throw Fault.of("'" + call.input().show() + "' is not a whole number", "give a fallback: | int(0)");
        }
    }

    private static Value decimal(Call call) throws Fault {
        if (Arithmetic.isNumber(call.input())) {
            return new Value.Decimal(Arithmetic.number(call.input()));
        }
        try {
            return Arithmetic.finite(Double.parseDouble(Texts.of(call.input()).strip()));
        } catch (NumberFormatException e) {
            if (call.get("default").isPresent()) {
                return call.value("default");
            }
            throw Fault.of("'" + call.input().show() + "' is not a number", "give a fallback: | float(0.0)");
        }
    }

    private static Value abs(Call call) throws Fault {
        if (call.input() instanceof Value.Decimal decimal) {
            return new Value.Decimal(Math.abs(decimal.number()));
        }
        if (call.input() instanceof Value.Whole whole && whole.number() != Long.MIN_VALUE) {
            return new Value.Whole(Math.abs(whole.number()));
        }
        throw Fault.of("'abs' needs a number, not " + call.input().kind(), "");
    }

    private static Value round(Call call) throws Fault {
        if (!Arithmetic.isNumber(call.input())) {
            throw Fault.of("'round' needs a number, not " + call.input().kind(), "");
        }
        int digits = (int) Math.max(-15, Math.min(15, call.whole("precision", 0)));
        return new Value.Decimal(BigDecimal.valueOf(Arithmetic.number(call.input()))
                .setScale(digits, RoundingMode.HALF_UP)
                .doubleValue());
    }
}
