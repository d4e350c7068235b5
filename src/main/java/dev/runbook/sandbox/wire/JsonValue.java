package dev.runbook.sandbox.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of request, answer or stored state without its Java class: a text, a list or named fields. */
public sealed interface JsonValue {

    /** The tree as JSON on one line. */
    default String toJsonText() {
        var text = new StringBuilder();
        writeTo(text);
        return text.toString();
    }

    /** Appends the JSON of this tree. */
    void writeTo(StringBuilder text);

    /** A single value; a bare one is written without quotes, as numbers and booleans are. */
    record JsonScalar(String text, boolean isLiteral) implements JsonValue {
        @Override
        public void writeTo(StringBuilder json) {
            if (isLiteral) {
                json.append(text);
            } else {
                quote(text, json);
            }
        }
    }

    /** Values in order. */
    record JsonArray(List<JsonValue> items) implements JsonValue {
        public JsonArray {
            items = List.copyOf(items);
        }

        @Override
        public void writeTo(StringBuilder json) {
            var separator = "[";
            for (var item : items) {
                json.append(separator);
                item.writeTo(json);
                separator = ",";
            }
            json.append(items.isEmpty() ? "[]" : "]");
        }
    }

    /** Values by name, in the order they were given. */
    record JsonObject(Map<String, JsonValue> fields) implements JsonValue {
        public JsonObject {
            // Map.copyOf would lose the order that a reader of the call list expects.
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** No fields at all. */
        public static JsonObject empty() {
            return new JsonObject(Map.of());
        }

        /** The value under a name. */
        public Optional<JsonValue> get(String name) {
            return Optional.ofNullable(fields.get(name));
        }

        /** The single value under a name. */
        public Optional<String> text(String name) {
            return fields.get(name) instanceof JsonScalar leaf ? Optional.of(leaf.text()) : Optional.empty();
        }

        /** The fields under a name; none when it is absent or something else. */
        public JsonObject fields(String name) {
            return fields.get(name) instanceof JsonObject found ? found : empty();
        }

        /** The items under a name; none when it is absent or something else. */
        public List<JsonValue> items(String name) {
            return fields.get(name) instanceof JsonArray found ? found.items() : List.of();
        }

        /** These fields with one set. */
        public JsonObject with(String name, JsonValue value) {
            var copy = new LinkedHashMap<>(fields);
            copy.put(name, value);
            return new JsonObject(copy);
        }

        /** These fields with others laid over them. */
        public JsonObject with(JsonObject others) {
            var copy = new LinkedHashMap<>(fields);
            copy.putAll(others.fields);
            return new JsonObject(copy);
        }

        /** These fields without one. */
        public JsonObject without(String name) {
            var copy = new LinkedHashMap<>(fields);
            copy.remove(name);
            return new JsonObject(copy);
        }

        @Override
        public void writeTo(StringBuilder json) {
            var separator = "{";
            for (var field : fields.entrySet()) {
                json.append(separator);
                quote(field.getKey(), json);
                json.append(':');
                field.getValue().writeTo(json);
                separator = ",";
            }
            json.append(fields.isEmpty() ? "{}" : "}");
        }
    }

    /** A text. */
    static JsonScalar text(String text) {
        return new JsonScalar(text, false);
    }

    /** A number or a boolean. */
    static JsonScalar literal(Object value) {
        return new JsonScalar(value.toString(), true);
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                json.append(text.substring(copied, i)).append(escape(c));
                copied = i + 1;
            }
        }
        json.append(copied == 0 ? text : text.substring(copied)).append('"');
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", (int) c);
        };
    }
}
