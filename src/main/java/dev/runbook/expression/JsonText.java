package dev.runbook.expression;

import java.util.Map;

/** Writes values as JSON, in one line, with a blank after each comma and colon. */
public final class JsonText {

    private JsonText() {}

    public static String write(Value value) {
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private static void write(Value value, StringBuilder json) {
        if (value instanceof Value.Items items) {
            json.append('[');
            for (int i = 0; i < items.items().size(); i++) {
                json.append(i == 0 ? "" : ", ");
                write(items.items().get(i), json);
            }
            json.append(']');
        } else if (value instanceof Value.Fields fields) {
            json.append('{');
            boolean first = true;
            for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                json.append(first ? "" : ", ");
                quote(field.getKey(), json);
                json.append(": ");
                write(field.getValue(), json);
                first = false;
            }
            json.append('}');
        } else {
            single(value, json);
        }
    }

    private static void single(Value value, StringBuilder json) {
        if (value instanceof Value.Text text) {
            quote(text.text(), json);
        } else {
            json.append(value.show());
        }
    }

    static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (character < ' ' || character == 0x7f) {
                        json.append(String.format("\\u%04x", (int) character));
                    } else {
                        json.append(character);
                    }
                }
            }
        }
        json.append('"');
    }
}
