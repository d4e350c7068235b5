package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.Mode.MEASURE;
import static dev.runbook.expression.Operation.Mode.RAW;
import static dev.runbook.expression.Operation.named;

import java.util.List;
import java.util.Locale;

/** The tests that can follow {@code is}. */
final class TestOperations {

    static final List<Operation> ALL = List.of(
            named(RAW, "defined", call -> new Value.Bool(!(call.input() instanceof Value.UndefinedName))),
            named(RAW, "undefined", call -> new Value.Bool(call.input() instanceof Value.UndefinedName)),
            kind("none", List.of(Value.Null.class)),
            kind("string", List.of(Value.Text.class, Value.Secret.class)),
            kind("number", List.of(Value.Whole.class, Value.Decimal.class)),
            kind("integer", List.of(Value.Whole.class)),
            kind("float", List.of(Value.Decimal.class)),
            kind("boolean", List.of(Value.Bool.class)),
            kind("mapping", List.of(Value.Fields.class)),
            kind("sequence", List.of(Value.Items.class, Value.Text.class, Value.Secret.class)),
            kind("iterable", List.of(Value.Items.class, Value.Fields.class, Value.Text.class, Value.Secret.class)),
            named(MEASURE, "true", call -> new Value.Bool(call.input().equals(new Value.Bool(true)))),
            named(MEASURE, "false", call -> new Value.Bool(call.input().equals(new Value.Bool(false)))),
            named(MEASURE, "truthy", call -> new Value.Bool(TextConversion.isTruthy(call.input()))),
            named(MEASURE, "falsy", call -> new Value.Bool(!TextConversion.isTruthy(call.input()))),
            named(MEASURE, "in container", call -> ValueComparison.contains(call.value("container"), call.input())),
            named(MEASURE, "contains item", call -> ValueComparison.contains(call.input(), call.value("item"))),
            named(
                    DEEP,
                    "match pattern ignorecase? multiline?",
                    call -> new Value.Bool(RegexFilters.matches(call, true))),
            named(
                    DEEP,
                    "search pattern ignorecase? multiline?",
                    call -> new Value.Bool(RegexFilters.matches(call, false))),
            named(
                    DEEP,
                    "regex pattern ignorecase? multiline?",
                    call -> new Value.Bool(RegexFilters.matches(call, false))),
            named(DEEP, "version version operator?", Versions::test),
            named(DEEP, "even", call -> new Value.Bool(Math.floorMod(whole(call), 2L) == 0)),
            named(DEEP, "odd", call -> new Value.Bool(Math.floorMod(whole(call), 2L) == 1)),
            named(DEEP, "divisibleby num", TestOperations::divisible),
            named(
                    DEEP,
                    "lower",
                    call -> new Value.Bool(call.text().equals(call.text().toLowerCase(Locale.ROOT)))),
            named(
                    DEEP,
                    "upper",
                    call -> new Value.Bool(call.text().equals(call.text().toUpperCase(Locale.ROOT)))),
            compare("==", "=="),
            compare("eq", "=="),
            compare("equalto", "=="),
            compare("ne", "!="),
            compare("lt", "<"),
            compare("le", "<="),
            compare("gt", ">"),
            compare("ge", ">="),
            named(MEASURE, "changed", call -> outcome(call, "changed", "changed")),
            named(MEASURE, "failed", call -> outcome(call, "failed", "failed")),
            named(MEASURE, "skipped", call -> outcome(call, "skipped", "skipped")),
            named(MEASURE, "succeeded", TestOperations::isSuccess),
            named(MEASURE, "success", TestOperations::isSuccess));

    private TestOperations() {}

    private static Operation kind(String name, List<Class<? extends Value>> kinds) {
        return named(
                MEASURE,
                name,
                call -> new Value.Bool(kinds.contains(call.input().getClass())));
    }

    private static Operation compare(String name, String sign) {
        return named(DEEP, name + " other", call -> ValueComparison.apply(sign, call.input(), call.value("other")));
    }

    private static Value divisible(OperationCall call) throws EvaluationException {
        long divisor = call.whole("num", 1);
        if (divisor == 0) {
            throw EvaluationException.of("division by zero", "");
        }
        return new Value.Bool(whole(call) % divisor == 0);
    }

    private static long whole(OperationCall call) throws EvaluationException {
        if (call.input() instanceof Value.Whole whole) {
            return whole.number();
        }
        throw EvaluationException.of("needs a whole number, not " + call.input().kind(), "");
    }

    /** A flag of a task's result; false if the result does not have it. */
    private static Value outcome(OperationCall call, String flag, String test) throws EvaluationException {
        if (!(call.input() instanceof Value.Fields result)) {
            throw EvaluationException.of(
                    "'is " + test + "' needs a task result, not " + call.input().kind(),
                    "use a variable set by 'register'");
        }
        return result.get(flag)
                .map(value -> value instanceof Value.Unknown ? value : new Value.Bool(TextConversion.isTruthy(value)))
                .orElse(new Value.Bool(false));
    }

    private static Value isSuccess(OperationCall call) throws EvaluationException {
        Value failed = outcome(call, "failed", "succeeded");
        return failed instanceof Value.Bool bool ? new Value.Bool(!bool.isTrue()) : failed;
    }
}
