package dev.runbook.expression;

import java.text.ParseException;
import java.util.Map;

/**
 * Writes values as JSON and reads them back. Secrets and unknown values are written as their display texts; characters
 * outside ASCII are not escaped, except unpaired surrogates, which cannot be encoded.
 */
public final class Json {

    private static final int WIDTH = 110;

    /** Deeper than external values may be, because the program's own files wrap such values in more levels. */
    private static final int DEPTH_MAX = 5 * JsonReader.DEPTH_MAX;

    private final StringBuilder out = new StringBuilder();
    private final String comma;
    private final String colon;

    private Json(String comma, String colon) {
        this.comma = comma;
        this.colon = colon;
    }

    /** The value on one line without spaces, for programs. */
    public static String write(Value value) {
        Json json = new Json(",", ":");
        json.value(value);
        return json.out.toString();
    }

    /** A mapping with these fields on one line without spaces. */
    public static String write(Map<String, Value> fields) {
        Json json = new Json(",", ":");
        json.fields(fields);
        return json.out.toString();
    }

    /** The value on one line, with a space after each comma and colon. */
    public static String writeSpaced(Value value) {
        Json json = new Json(", ", ": ");
        json.value(value);
        return json.out.toString();
    }

    /** The value for people and programs: short values on one line, others indented; ends with a line feed. */
    public static String writePretty(Value value) {
        Json json = new Json(", ", ": ");
        json.writePretty(value, "");
        return json.out.append('\n').toString();
    }

    /**
     * Parses JSON that this program wrote.
     *
     * @throws ParseException if it is invalid or nested too deeply
     */
    public static Value read(String text) throws ParseException {
        return JsonReader.read(text, DEPTH_MAX);
    }

    private void writePretty(Value value, String margin) {
        int start = out.length();
        value(value);
        if (margin.length() + out.length() - start <= WIDTH) {
            return;
        }
        String deeper = margin + "  ";
        if (value instanceof Value.Fields fields) {
            out.setLength(start);
            String separator = "{\n";
            for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                out.append(separator).append(deeper);
                text(field.getKey());
                out.append(colon);
                writePretty(field.getValue(), deeper);
                separator = ",\n";
            }
            out.append('\n').append(margin).append('}');
        } else if (value instanceof Value.Items items) {
            out.setLength(start);
            String separator = "[\n";
            for (Value item : items.items()) {
                out.append(separator).append(deeper);
                writePretty(item, deeper);
                separator = ",\n";
            }
            out.append('\n').append(margin).append(']');
        }
    }

    private void value(Value value) {
        if (value instanceof Value.Fields fields) {
            fields(fields.fields());
        } else if (value instanceof Value.Items items) {
            items(items);
        } else if (value instanceof Value.Whole
                || value instanceof Value.Bool
                || value instanceof Value.Null
                || (value instanceof Value.Decimal decimal && Double.isFinite(decimal.number()))) {
            out.append(value.show());
        } else {
            text(value.show());
        }
    }

    private void fields(Map<String, Value> fields) {
        String separator = "";
        out.append('{');
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            out.append(separator);
            text(field.getKey());
            out.append(colon);
            value(field.getValue());
            separator = comma;
        }
        out.append('}');
    }

    private void items(Value.Items items) {
        String separator = "";
        out.append('[');
        for (Value item : items.items()) {
            out.append(separator);
            value(item);
            separator = comma;
        }
        out.append(']');
    }

    private void text(String text) {
        out.append('"');
        int plain = plain(text);
        out.append(text, 0, plain);
        for (int at = plain; at < text.length(); at++) {
            char character = text.charAt(at);
            if (Character.isHighSurrogate(character)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                out.append(character).append(text.charAt(++at));
            } else {
                character(character);
            }
        }
        out.append('"');
    }

    /** The length of the prefix that needs no escaping; usually the whole text. */
    private static int plain(String text) {
        int at = 0;
        while (at < text.length()
                && text.charAt(at) >= ' '
                && text.charAt(at) < 0x7f
                && text.charAt(at) != '"'
                && text.charAt(at) != '\\') {
            at++;
        }
        return at;
    }

    private void character(char character) {
        switch (character) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (character < ' '
                        || (character >= 0x7f && character < 0xa0)
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
