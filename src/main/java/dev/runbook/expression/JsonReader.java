package dev.runbook.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON into values; anything that is not JSON is a fault with its place. */
final class JsonReader {

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    private static final Map<String, Value> WORDS =
            Map.of("true", new Value.Bool(true), "false", new Value.Bool(false), "null", new Value.Null());
    private static final int DEPTH_MAX = 200;

    private final String json;
    private int at;
    private int depth;

    private JsonReader(String json) {
        this.json = json;
    }

    static Value read(String json) throws Fault {
        JsonReader reader = new JsonReader(json);
        Value value = reader.value();
        reader.blanks();
        if (reader.at < json.length()) {
            throw reader.wrong("nothing more");
        }
        return value;
    }

    private Value value() throws Fault {
        blanks();
        char first = peek();
        if (first == '{' || first == '[') {
            if (++depth > DEPTH_MAX) {
                throw wrong("fewer than " + DEPTH_MAX + " levels");
            }
            Value value = first == '{' ? object() : array();
            depth--;
            return value;
        }
        if (first == '"') {
            return new Value.Text(text());
        }
        for (Map.Entry<String, Value> word : WORDS.entrySet()) {
            if (json.startsWith(word.getKey(), at)) {
                at += word.getKey().length();
                return word.getValue();
            }
        }
        return number();
    }

    private Value object() throws Fault {
        Map<String, Value> fields = new LinkedHashMap<>();
        at++;
        blanks();
        if (peek() == '}') {
            at++;
            return new Value.Fields(fields);
        }
        while (true) {
            blanks();
            if (peek() != '"') {
                throw wrong("a key in double quotes");
            }
            String key = text();
            blanks();
            expect(':');
            fields.put(key, value());
            blanks();
            if (peek() == '}') {
                at++;
                return new Value.Fields(fields);
            }
            expect(',');
        }
    }

    private Value array() throws Fault {
        List<Value> items = new ArrayList<>();
        at++;
        blanks();
        if (peek() == ']') {
            at++;
            return new Value.Items(items);
        }
        while (true) {
            items.add(value());
            blanks();
            if (peek() == ']') {
                at++;
                return new Value.Items(items);
            }
            expect(',');
        }
    }

    private String text() throws Fault {
        StringBuilder text = new StringBuilder();
        at++;
        while (peek() != '"') {
            char character = json.charAt(at++);
            if (character < ' ') {
                throw wrong("an escape instead of a control character");
            }
            text.append(character == '\\' ? escaped() : character);
        }
        at++;
        return text.toString();
    }

    private char escaped() throws Fault {
        char kind = peek();
        at++;
        int plain = "\"\\/bfnrt".indexOf(kind);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (kind == 'u' && at + 4 <= json.length() && json.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            at += 4;
            return (char) Integer.parseInt(json.substring(at - 4, at), 16);
        }
        throw wrong("an escape that JSON has");
    }

    private Value number() throws Fault {
        Matcher matcher = NUMBER.matcher(json).region(at, json.length());
        if (!matcher.lookingAt()) {
            throw wrong("a value");
        }
        at = matcher.end();
        try {
            boolean whole = matcher.group(1) == null && matcher.group(2) == null;
            return whole
                    ? new Value.Whole(Long.parseLong(matcher.group()))
                    : Arithmetic.finite(Double.parseDouble(matcher.group()));
        } catch (NumberFormatException e) {
            throw wrong("a smaller number");
        }
    }

    private void expect(char character) throws Fault {
        if (peek() != character) {
            throw wrong("'" + character + "'");
        }
        at++;
    }

    private char peek() throws Fault {
        if (at >= json.length()) {
            throw wrong("more");
        }
        return json.charAt(at);
    }

    private void blanks() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private Fault wrong(String expected) {
        return Fault.of("not JSON: expected " + expected + " at character " + (at + 1), "");
    }
}
