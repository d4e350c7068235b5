package dev.runbook.expression;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses one JSON text into a value; a syntax error is reported with its offset. */
final class JsonReader {

    /** The nesting limit for external values, so that code that walks through them cannot overflow the stack. */
    static final int DEPTH_MAX = 200;

    private final String json;
    private final int depthMax;
    private int at;
    private int depth;

    private JsonReader(String json, int depthMax) {
        this.json = json;
        this.depthMax = depthMax;
    }

    static Value read(String json, int depthMax) throws ParseException {
        JsonReader reader = new JsonReader(json, depthMax);
        Value value = reader.value();
        reader.skipBlanks();
        if (reader.at < json.length()) {
            throw reader.syntaxError("the end of the text");
        }
        return value;
    }

    private Value value() throws ParseException {
        skipBlanks();
        return switch (peek()) {
            case '{' -> fields();
            case '[' -> items();
            case '"' -> new Value.Text(text());
            case 't' -> word("true", new Value.Bool(true));
            case 'f' -> word("false", new Value.Bool(false));
            case 'n' -> word("null", new Value.Null());
            default -> number();
        };
    }

    private Value fields() throws ParseException {
        Map<String, Value> fields = new LinkedHashMap<>();
        boolean more = enter('}');
        while (more) {
            skipBlanks();
            if (peek() != '"') {
                throw syntaxError("a key in double quotes");
            }
            String key = text();
            skipBlanks();
            expect(':');
            fields.put(key, value());
            more = hasNext('}');
        }
        return new Value.Fields(fields);
    }

    private Value items() throws ParseException {
        List<Value> items = new ArrayList<>();
        boolean more = enter(']');
        while (more) {
            items.add(value());
            more = hasNext(']');
        }
        return new Value.Items(items);
    }

    /** Reads an opening bracket; if the closing one follows at once, reads that too and answers false. */
    private boolean enter(char closing) throws ParseException {
        if (++depth > depthMax) {
            throw syntaxError("at most " + depthMax + " levels");
        }
        at++;
        skipBlanks();
        return peek() != closing || leave();
    }

    /** Reads what follows an element: a comma (true), or the closing bracket (false). */
    private boolean hasNext(char closing) throws ParseException {
        skipBlanks();
        if (peek() == closing) {
            return leave();
        }
        expect(',');
        return true;
    }

    private boolean leave() {
        at++;
        depth--;
        return false;
    }

    private String text() throws ParseException {
        StringBuilder text = new StringBuilder();
        at++;
        while (peek() != '"') {
            char character = json.charAt(at++);
            if (character < ' ') {
                throw syntaxError("an escape instead of a control character");
            }
            text.append(character == '\\' ? escape() : character);
        }
        at++;
        return text.toString();
    }

    private char escape() throws ParseException {
        char kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> codeUnit();
            default -> throw syntaxError("a valid JSON escape");
        };
    }

    private char codeUnit() throws ParseException {
        int end = at + 4;
        if (end > json.length() || !json.substring(at, end).chars().allMatch(HexFormat::isHexDigit)) {
            throw syntaxError("a valid JSON escape");
        }
        char character = (char) HexFormat.fromHexDigits(json, at, end);
        at = end;
        return character;
    }

    private Value word(String word, Value value) throws ParseException {
        if (!json.startsWith(word, at)) {
            throw syntaxError("a value");
        }
        at += word.length();
        return value;
    }

    private Value number() throws ParseException {
        int start = at;
        int first = isAt(start, "-") ? start + 1 : start;
        if (!skipDigits(first)) {
            throw syntaxError("a value");
        }
        if (json.charAt(first) == '0') {
            at = first + 1;
        }
        boolean fraction = isAt(at, ".") && skipDigits(at + 1);
        boolean power = isAt(at, "eE") && skipDigits(isAt(at + 1, "+-") ? at + 2 : at + 1);
        String number = json.substring(start, at);
        try {
            return fraction || power ? decimal(Double.parseDouble(number)) : new Value.Whole(Long.parseLong(number));
        } catch (NumberFormatException e) {
            throw syntaxError("a smaller number");
        }
    }

    private Value decimal(double number) throws ParseException {
        if (!Double.isFinite(number)) {
            throw syntaxError("a smaller number");
        }
        return new Value.Decimal(number);
    }

    /** Skips digits; false if there is none. */
    private boolean skipDigits(int start) {
        int end = start;
        while (isAt(end, "0123456789")) {
            end++;
        }
        if (end > start) {
            at = end;
        }
        return end > start;
    }

    private boolean isAt(int place, String characters) {
        return place < json.length() && characters.indexOf(json.charAt(place)) >= 0;
    }

    private void expect(char character) throws ParseException {
        if (peek() != character) {
            throw syntaxError("'" + character + "'");
        }
        at++;
    }

    private char peek() throws ParseException {
        if (at >= json.length()) {
            throw syntaxError("more text");
        }
        return json.charAt(at);
    }

    private void skipBlanks() {
        while (isAt(at, " \t\r\n")) {
            at++;
        }
    }

    private ParseException syntaxError(String expected) {
        return new ParseException("expected " + expected + " at character " + (at + 1), at);
    }
}
