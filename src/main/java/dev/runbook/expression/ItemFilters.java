package dev.runbook.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Filters that apply another filter or test to every item. */
final class ItemFilters {

    private ItemFilters() {}

    /** {@code map('upper')} or {@code map(attribute='id')}. */
    static Value map(OperationCall call) throws EvaluationException, ExpressionException {
        List<Value> mapped = new ArrayList<>();
        Optional<Value> attribute = call.get("attribute");
        if (attribute.isEmpty() == call.rest().isEmpty()) {
            throw EvaluationException.of(
                    "'map' needs either a filter name or attribute=", "map('upper') or map(attribute='id')");
        }
        for (Value item : call.items()) {
            if (attribute.isPresent()) {
                mapped.add(attribute(call, item));
            } else {
                Operation filter = OperationRegistry.filter(
                        OperationCall.textNotSecret(call.rest().get(0), "the name of a filter"), -1);
                mapped.add(requireDefined(applyTo(
                        filter, item, call, call.rest().subList(1, call.rest().size()))));
            }
        }
        return new Value.Items(mapped);
    }

    private static Value requireDefined(Value value) throws EvaluationException {
        if (value instanceof Value.UndefinedName undefined) {
            throw EvaluationException.of("'" + undefined.path() + "' is undefined", undefined.hint());
        }
        return value;
    }

    private static Value attribute(OperationCall call, Value item) throws EvaluationException {
        try {
            return ListFilters.valueAt(item, call.text("attribute"));
        } catch (EvaluationException exception) {
            return call.get("default").orElseThrow(() -> exception);
        }
    }

    /**
     * Keeps the items for which the test has the wanted result; without a test, those that are true or false
     * themselves.
     */
    static Value select(OperationCall call, boolean byAttribute, boolean wanted)
            throws EvaluationException, ExpressionException {
        List<Value> kept = new ArrayList<>();
        List<Value> rest = call.rest();
        String name = rest.isEmpty() ? "truthy" : OperationCall.textNotSecret(rest.get(0), "the name of a test");
        Operation test = OperationRegistry.test(name, -1);
        List<Value> arguments = rest.isEmpty() ? List.of() : rest.subList(1, rest.size());
        for (Value item : call.items()) {
            Value subject = byAttribute ? subject(item, call.text("attribute"), test) : item;
            Value outcome = applyTo(test, subject, call, arguments);
            if (outcome instanceof Value.Unknown) {
                return outcome;
            }
            if (TextConversion.isTruthy(outcome) == wanted) {
                kept.add(item);
            }
        }
        return new Value.Items(kept);
    }

    private static Value subject(Value item, String path, Operation test) throws EvaluationException {
        try {
            return ListFilters.valueAt(item, path);
        } catch (EvaluationException exception) {
            if (test.mode() == Operation.Mode.RAW) {
                return new Value.UndefinedName("item." + path, exception.hint());
            }
            throw exception;
        }
    }

    private static Value applyTo(Operation operation, Value item, OperationCall call, List<Value> arguments)
            throws EvaluationException, ExpressionException {
        Optional<String> misuse = operation.argumentProblem(arguments.size(), Set.of());
        if (misuse.isPresent()) {
            throw EvaluationException.of(misuse.get(), "");
        }
        return operation.apply(item, arguments, Map.of(), call.scope());
    }
}
