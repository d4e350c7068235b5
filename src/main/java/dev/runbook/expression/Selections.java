package dev.runbook.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Filters that apply another filter or test to every item. */
final class Selections {

    private Selections() {}

    /** {@code map('upper')} or {@code map(attribute='id')}. */
    static Value map(Call call) throws Fault, ExpressionException {
        List<Value> mapped = new ArrayList<>();
        Optional<Value> attribute = call.get("attribute");
        if (attribute.isEmpty() == call.rest().isEmpty()) {
            throw Fault.of("'map' needs either a filter name or attribute=", "map('upper') or map(attribute='id')");
        }
        for (Value item : call.items()) {
            if (attribute.isPresent()) {
                mapped.add(attribute(call, item));
            } else {
                Operation filter = Registry.filter(Call.named(call.rest().get(0), "the name of a filter"), -1);
                mapped.add(defined(applied(
                        filter, item, call, call.rest().subList(1, call.rest().size()))));
            }
        }
        return new Value.Items(mapped);
    }

    private static Value defined(Value value) throws Fault {
        if (value instanceof Value.Undefined undefined) {
            throw Fault.of("'" + undefined.path() + "' is undefined", undefined.hint());
        }
        return value;
    }

    private static Value attribute(Call call, Value item) throws Fault {
        try {
            return ListFilters.at(item, call.text("attribute"));
        } catch (Fault fault) {
            return call.get("default").orElseThrow(() -> fault);
        }
    }

    /** Keeps the items whose test comes out as wanted; without a test, those that are true. */
    static Value select(Call call, boolean byAttribute, boolean wanted) throws Fault, ExpressionException {
        List<Value> kept = new ArrayList<>();
        List<Value> rest = call.rest();
        String name = rest.isEmpty() ? "truthy" : Call.named(rest.get(0), "the name of a test");
        Operation test = Registry.test(name, -1);
        List<Value> arguments = rest.isEmpty() ? List.of() : rest.subList(1, rest.size());
        for (Value item : call.items()) {
            Value subject = byAttribute ? subject(item, call.text("attribute"), test) : item;
            Value outcome = applied(test, subject, call, arguments);
            if (outcome instanceof Value.Unknown) {
                return outcome;
            }
            if (Texts.truth(outcome) == wanted) {
                kept.add(item);
            }
        }
        return new Value.Items(kept);
    }

    private static Value subject(Value item, String path, Operation test) throws Fault {
        try {
            return ListFilters.at(item, path);
        } catch (Fault fault) {
            if (test.mode() == Operation.Mode.RAW) {
                return new Value.Undefined("item." + path, fault.hint());
            }
            throw fault;
        }
    }

    private static Value applied(Operation operation, Value item, Call call, List<Value> arguments)
            throws Fault, ExpressionException {
        Optional<String> misuse = operation.misuse(arguments.size(), java.util.Set.of());
        if (misuse.isPresent()) {
            throw Fault.of(misuse.get(), "");
        }
        return operation.apply(item, arguments, Map.of(), call.scope());
    }
}
