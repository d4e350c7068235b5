package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.text.ParseException;
import java.util.Map;

/** Values as JSON: on one line, secrets and unknown values as they show themselves; and back again. */
public final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** The value as one line of JSON. */
    public static String write(Value value) {
        Json json = new Json();
        json.value(value);
        return json.out.toString();
    }

    /** Reads one JSON text. */
    public static Value read(String text) throws ParseException {
        return JsonReader.read(text);
    }

    private void value(Value value) {
        if (value instanceof Value.Fields fields) {
            fields(fields);
        } else if (value instanceof Value.Items items) {
            items(items);
        } else if (value instanceof Value.Whole || value instanceof Value.Bool || value instanceof Value.Null) {
            out.append(value.show());
        } else if (value instanceof Value.Decimal decimal && Double.isFinite(decimal.number())) {
            out.append(decimal.number());
        } else {
            text(value.show());
        }
    }

    private void fields(Value.Fields fields) {
        String separator = "{";
        for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
            out.append(separator);
            text(field.getKey());
            out.append(':');
            value(field.getValue());
            separator = ",";
        }
        out.append(fields.fields().isEmpty() ? "{}" : "}");
    }

    private void items(Value.Items items) {
        String separator = "[";
        for (Value item : items.items()) {
            out.append(separator);
            value(item);
            separator = ",";
        }
        out.append(items.items().isEmpty() ? "[]" : "]");
    }

    private void text(String text) {
        out.append('"');
        for (int at = 0; at < text.length(); at++) {
            character(text.charAt(at));
        }
        out.append('"');
    }

    private void character(char character) {
        switch (character) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (character < 0x20
                        || Character.isSurrogate(character)
                        || character == 0x2028
                        || character == 0x2029) {
                    out.append("\\u").append(Integer.toHexString(0x10000 + character), 1, 5);
                } else {
                    out.append(character);
                }
            }
        }
    }
}
