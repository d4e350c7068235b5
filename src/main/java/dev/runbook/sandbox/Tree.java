package dev.runbook.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A piece of request, answer or stored state without its Java class: a text, a list or named fields. */
public sealed interface Tree {

    /** The tree as JSON on one line. */
    default String json() {
        var text = new StringBuilder();
        writeTo(text);
        return text.toString();
    }

    /** Appends the JSON of this tree. */
    void writeTo(StringBuilder text);

    /** A single value; a bare one is written without quotes, as numbers and booleans are. */
    record Leaf(String text, boolean bare) implements Tree {
        @Override
        public void writeTo(StringBuilder json) {
            if (bare) {
                json.append(text);
            } else {
                quote(text, json);
            }
        }
    }

    /** Values in order. */
    record Items(List<Tree> items) implements Tree {
        public Items {
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
    record Fields(Map<String, Tree> fields) implements Tree {
        public Fields {
            // Map.copyOf would lose the order that a reader of the call list expects.
            fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** No fields at all. */
        public static Fields none() {
            return new Fields(Map.of());
        }

        /** The value under a name. */
        public Optional<Tree> get(String name) {
            return Optional.ofNullable(fields.get(name));
        }

        /** The single value under a name. */
        public Optional<String> text(String name) {
            return fields.get(name) instanceof Leaf leaf ? Optional.of(leaf.text()) : Optional.empty();
        }

        /** The fields under a name; none when it is absent or something else. */
        public Fields fields(String name) {
            return fields.get(name) instanceof Fields found ? found : none();
        }

        /** The items under a name; none when it is absent or something else. */
        public List<Tree> items(String name) {
            return fields.get(name) instanceof Items found ? found.items() : List.of();
        }

        /** These fields with one set. */
        public Fields with(String name, Tree value) {
            var copy = new LinkedHashMap<>(fields);
            copy.put(name, value);
            return new Fields(copy);
        }

        /** These fields with others laid over them. */
        public Fields with(Fields others) {
            var copy = new LinkedHashMap<>(fields);
            copy.putAll(others.fields);
            return new Fields(copy);
        }

        /** These fields without one. */
        public Fields without(String name) {
            var copy = new LinkedHashMap<>(fields);
            copy.remove(name);
            return new Fields(copy);
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
    static Leaf text(String text) {
        return new Leaf(text, false);
    }

    /** A number or a boolean. */
    static Leaf bare(Object value) {
        return new Leaf(value.toString(), true);
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
