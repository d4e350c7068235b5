package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.STRUCTURAL;
import static dev.runbook.expression.Operation.named;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Filters on mappings. */
final class MappingFilters {

    static final List<Operation> ALL = List.of(
            named(STRUCTURAL, "combine *others recursive?", MappingFilters::combine),
            named(STRUCTURAL, "dict2items key_name? value_name?", MappingFilters::toItems),
            named(STRUCTURAL, "items2dict key_name? value_name?", MappingFilters::fromItems));

    private MappingFilters() {}

    private static Value combine(OperationCall call) throws EvaluationException {
        boolean recursive = call.bool("recursive", false);
        Value.Fields combined = new Value.Fields(Map.of());
        List<Value> all =
                new ArrayList<>(call.input() instanceof Value.Items items ? items.items() : List.of(call.input()));
        for (Value other : call.rest()) {
            all.addAll(other instanceof Value.Items items ? items.items() : List.of(other));
        }
        for (Value next : all) {
            if (next instanceof Value.Unknown) {
                return next;
            }
            if (!(next instanceof Value.Fields fields)) {
                throw EvaluationException.of("'combine' needs mappings, not " + next.kind(), "");
            }
            combined = merge(combined, fields, recursive);
        }
        return combined;
    }

    private static Value.Fields merge(Value.Fields below, Value.Fields above, boolean recursive) {
        Map<String, Value> fields = new LinkedHashMap<>(below.fields());
        above.fields().forEach((key, value) -> {
            Value merged =
                    recursive && value instanceof Value.Fields upper && fields.get(key) instanceof Value.Fields lower
                            ? merge(lower, upper, true)
                            : value;
            fields.put(key, merged);
        });
        return new Value.Fields(fields);
    }

    private static Value toItems(OperationCall call) throws EvaluationException {
        String key = call.text("key_name", "key");
        String value = call.text("value_name", "value");
        List<Value> items = new ArrayList<>();
        call.fields().fields().forEach((name, field) -> {
            Map<String, Value> item = new LinkedHashMap<>();
            item.put(key, new Value.Text(name));
            item.put(value, field);
            items.add(new Value.Fields(item));
        });
        return new Value.Items(items);
    }

    private static Value fromItems(OperationCall call) throws EvaluationException {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (Value item : call.items()) {
            Value key = ListFilters.valueAt(item, call.text("key_name", "key"));
            if (key instanceof Value.Unknown) {
                return key;
            }
            fields.put(TextConversion.key(key), ListFilters.valueAt(item, call.text("value_name", "value")));
        }
        return new Value.Fields(fields);
    }
}
