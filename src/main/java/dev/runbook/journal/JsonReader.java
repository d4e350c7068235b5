package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads one JSON text into a value. */
final class JsonReader {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final String NUMBER_CHARACTERS = "+-.0123456789eE";

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    static Value read(String text) throws ParseException {
        JsonReader reader = new JsonReader(text);
        Value value = reader.value();
        reader.space();
        if (reader.at < text.length()) {
            throw reader.broken("nothing more");
        }
        return value;
    }

    private Value value() throws ParseException {
        space();
        return switch (peek()) {
            case '{' -> fields();
            case '[' -> items();
            case '"' -> new Value.Text(string());
            case 't' -> word("true", new Value.Bool(true));
            case 'f' -> word("false", new Value.Bool(false));
            case 'n' -> word("null", new Value.Null());
            default -> number();
        };
    }

    private Value fields() throws ParseException {
        Map<String, Value> fields = new LinkedHashMap<>();
        expect('{');
        space();
        boolean more = peek() != '}';
        while (more) {
            space();
            String key = string();
            space();
            expect(':');
            fields.put(key, value());
            space();
            more = peek() == ',';
            if (more) {
                expect(',');
            }
        }
        expect('}');
        return new Value.Fields(fields);
    }

    private Value items() throws ParseException {
        List<Value> items = new ArrayList<>();
        expect('[');
        space();
        boolean more = peek() != ']';
        while (more) {
            items.add(value());
            space();
            more = peek() == ',';
            if (more) {
                expect(',');
            }
        }
        expect(']');
        return new Value.Items(items);
    }

    private String string() throws ParseException {
        StringBuilder string = new StringBuilder();
        expect('"');
        while (peek() != '"') {
            char character = text.charAt(at++);
            string.append(character == '\\' ? escaped() : character);
        }
        expect('"');
        return string.toString();
    }

    private char escaped() throws ParseException {
        char kind = peek();
        at++;
        return switch (kind) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> codeUnit();
            default -> kind;
        };
    }

    private char codeUnit() throws ParseException {
        if (at + 4 > text.length()) {
            throw broken("four hexadecimal digits");
        }
        try {
            char character = (char) Integer.parseInt(text.substring(at, at + 4), 16);
            at += 4;
            return character;
        } catch (NumberFormatException e) {
            throw broken("four hexadecimal digits");
        }
    }

    private Value word(String word, Value value) throws ParseException {
        if (!text.startsWith(word, at)) {
            throw broken(word);
        }
        at += word.length();
        return value;
    }

    private Value number() throws ParseException {
        int start = at;
        while (at < text.length() && NUMBER_CHARACTERS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        try {
            return WHOLE.matcher(number).matches()
                    ? new Value.Whole(Long.parseLong(number))
                    : new Value.Decimal(Double.parseDouble(number));
        } catch (NumberFormatException e) {
            throw broken("a value");
        }
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() throws ParseException {
        if (at >= text.length()) {
            throw broken("more");
        }
        return text.charAt(at);
    }

    private void expect(char character) throws ParseException {
        if (peek() != character) {
            throw broken("'" + character + "'");
        }
        at++;
    }

    private ParseException broken(String expected) {
        return new ParseException("expected " + expected + " at character " + (at + 1), at);
    }
}
