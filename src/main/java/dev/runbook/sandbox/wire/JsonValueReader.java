package dev.runbook.sandbox.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML, and so JSON, into a {@link JsonValue}. */
public final class JsonValueReader {

    private JsonValueReader() {}

    static JsonValue read(String text, String label) {
        var settings = LoadSettings.builder()
                .setLabel(label)
                .setSchema(new CoreSchema())
                .setCodePointLimit(64 * 1024 * 1024)
                .build();
        return toJson(new Load(settings).loadFromString(text));
    }

    public static JsonValue.JsonObject readObject(String text, String label) {
        if (read(text, label) instanceof JsonValue.JsonObject fields) {
            return fields;
        }
        throw new IllegalArgumentException(label + ": names with values are expected at the top");
    }

    private static JsonValue toJson(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var fields = new LinkedHashMap<String, JsonValue>();
            map.forEach((name, field) -> fields.put(String.valueOf(name), toJson(field)));
            return new JsonValue.JsonObject(fields);
        }
        if (value instanceof List<?> list) {
            var items = new ArrayList<JsonValue>();
            list.forEach(item -> items.add(toJson(item)));
            return new JsonValue.JsonArray(items);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return JsonValue.literal(value);
        }
        return value == null ? JsonValue.JsonObject.empty() : JsonValue.text(value.toString());
    }
}
