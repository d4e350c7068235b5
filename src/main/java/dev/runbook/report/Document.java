package dev.runbook.report;

import dev.runbook.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fields of a JSON document in the order they are given. */
final class Document {

    private final Map<String, Value> fields = new LinkedHashMap<>();

    static Document of(String name, String text) {
        return new Document().with(name, text);
    }

    Document with(String name, String text) {
        return with(name, new Value.Text(text));
    }

    Document with(String name, Value value) {
        fields.put(name, value);
        return this;
    }

    Document with(String name, List<Value.Fields> items) {
        return with(name, new Value.Items(List.copyOf(items)));
    }

    /** The fields of an event under their own names, as far as it has them. */
    Document with(Facts event, String... names) {
        for (String name : names) {
            event.value(name).ifPresent(value -> fields.put(name, value));
        }
        return this;
    }

    Document with(Optional<Facts> event, String... names) {
        return event.map(facts -> with(facts, names)).orElse(this);
    }

    Value.Fields fields() {
        return new Value.Fields(fields);
    }
}
