package dev.runbook.expression;

import java.util.Map;

/** Writes values as JSON: in one line with a blank after each comma and colon, or over many lines for people. */
public final class JsonText {

    private static final int LINE_LENGTH_MAX = 120;

    private JsonText() {}

    /** The value over many lines, each level two blanks further in; what is short stays on its line. */
    public static String pretty(Value value) {
        StringBuilder json = new StringBuilder();
        pretty(value, "\n", json);
        return json.append('\n').toString();
    }

    private static void pretty(Value value, String margin, StringBuilder json) {
        String line = write(value);
        if (margin.length() + line.length() <= LINE_LENGTH_MAX) {
            json.append(line);
        } else if (value instanceof Value.Items items) {
            json.append('[');
            for (int i = 0; i < items.items().size(); i++) {
                json.append(i == 0 ? "" : ",").append(margin).append("  ");
                pretty(items.items().get(i), margin + "  ", json);
            }
            json.append(margin).append(']');
        } else if (value instanceof Value.Fields fields) {
            json.append('{');
            String separator = "";
            for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                json.append(separator).append(margin).append("  ");
                quote(field.getKey(), json);
                json.append(": ");
                pretty(field.getValue(), margin + "  ", json);
                separator = ",";
            }
            json.append(margin).append('}');
        } else {
            json.append(line);
        }
    }

    /** The value in one line. */
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
