package dev.runbook.schema;

import dev.runbook.expression.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds JSON objects key by key. */
final class JsonObjectBuilder {

    private final Map<String, Value> fields = new LinkedHashMap<>();

    static JsonObjectBuilder of(String key, Value value) {
        return new JsonObjectBuilder().put(key, value);
    }

    static JsonObjectBuilder of(String key, String text) {
        return of(key, new Value.Text(text));
    }

    static Value.Items texts(List<String> texts) {
        return new Value.Items(texts.stream().<Value>map(Value.Text::new).toList());
    }

    static Value.Items items(Value... values) {
        return new Value.Items(List.of(values));
    }

    JsonObjectBuilder put(String key, Value value) {
        fields.put(key, value);
        return this;
    }

    JsonObjectBuilder put(String key, String text) {
        return put(key, new Value.Text(text));
    }

    JsonObjectBuilder putAll(Value.Fields others) {
        fields.putAll(others.fields());
        return this;
    }

    Value.Fields build() {
        return new Value.Fields(fields);
    }
}
