package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.named;

import java.util.List;
import java.util.Optional;

/** Filters on times; always UTC. */
final class TimeFilters {

    static final List<Operation> ALL = List.of(
            named(DEEP, "strftime second? utc?", TimeFilters::format),
            named(DEEP, "to_datetime format?", TimeFilters::read));

    private TimeFilters() {}

    /**
     * {@code '%Y-%m-%d'
     *
     * strftime(seconds)}; the current time if none is given.
     */
    private static Value format(OperationCall call) throws EvaluationException {
        Optional<Value> second = call.get("second").filter(value -> !(value instanceof Value.Null));
        return new Value.Text(
                second.isPresent()
                        ? TimeValues.format(call.text(), second.get())
                        : TimeValues.format(
                                call.text(), call.scope().context().now().get()));
    }

    private static Value read(OperationCall call) throws EvaluationException {
        return TimeValues.read(call.text(), call.text("format", "%Y-%m-%d %H:%M:%S"));
    }
}
