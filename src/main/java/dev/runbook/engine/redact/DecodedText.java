package dev.runbook.engine.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A text with one kind of escape undone, and the position that each character has in the original. Searching every decoded text
 * finds a secret however many of its characters are escaped, and in whichever way.
 */
final class DecodedText {

    private static final int[] AS_WRITTEN = {};

    private static final int DEPTH_MAX = 2;
    private static final int HEX = 16;

    private static final List<Function<DecodedText, DecodedText>> ESCAPES = List.of(
            decoded -> decoded.without("%", DecodedText::percent),
            decoded -> decoded.without("%+", DecodedText::form),
            decoded -> decoded.without("\\", DecodedText::backslash),
            decoded -> decoded.without("&", DecodedText::entity),
            decoded -> decoded.without("\n", DecodedText::lineBreak));

    private final String text;
    private final int[] starts;
    private final int[] ends;

    private DecodedText(String text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    /** The text itself, then every decoded version; an escape may itself be escaped once. */
    static List<DecodedText> all(String text) {
        List<DecodedText> readings = new ArrayList<>();
        new DecodedText(text, AS_WRITTEN, AS_WRITTEN).collect(readings, DEPTH_MAX);
        return readings;
    }

    String text() {
        return text;
    }

    /** Where the escape of this character starts in the original text. */
    int start(int at) {
        return starts == AS_WRITTEN ? at : starts[at];
    }

    /** Where it ends in the original text. */
    int end(int at) {
        return ends == AS_WRITTEN ? at + 1 : ends[at];
    }

    private void collect(List<DecodedText> readings, int depth) {
        readings.add(this);
        for (Function<DecodedText, DecodedText> escape :
                depth > 0 ? ESCAPES : List.<Function<DecodedText, DecodedText>>of()) {
            DecodedText read = escape.apply(this);
            if (!read.text.equals(text)) {
                read.collect(readings, depth - 1);
            }
        }
    }

    /** The meaning of an escape, and its length in characters. */
    private record Escape(String meaning, int length) {}

    private static final Escape NONE = new Escape("", 0);

    private interface Grammar {
        /** The escape that starts here; {@link #NONE} if there is none. */
        Escape at(String text, int at);
    }

    private DecodedText without(String signs, Grammar grammar) {
        if (!has(signs)) {
            return this;
        }
        StringBuilder read = new StringBuilder(text.length());
        int[] readStarts = new int[text.length()];
        int[] readEnds = new int[text.length()];
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at);
            Escape escape = signs.indexOf(character) >= 0 ? grammar.at(text, at) : NONE;
            if (escape.length() == 0) {
                readStarts[read.length()] = start(at);
                readEnds[read.length()] = end(at);
                read.append(character);
                at++;
                continue;
            }
            int end = at + escape.length();
            for (int index = 0; index < escape.meaning().length(); index++) {
                readStarts[read.length()] = start(at);
                readEnds[read.length()] = end(end - 1);
                read.append(escape.meaning().charAt(index));
            }
            at = end;
        }
        return new DecodedText(read.toString(), readStarts, readEnds);
    }

    private boolean has(String signs) {
        for (int sign = 0; sign < signs.length(); sign++) {
            if (text.indexOf(signs.charAt(sign)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static Escape form(String text, int at) {
        return text.charAt(at) == '+' ? new Escape(" ", 1) : percent(text, at);
    }

    /** All the bytes of one character. */
    private static Escape percent(String text, int at) {
        int lead = number(text, at + 1, at + 3, HEX);
        int count = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        byte[] bytes = new byte[count];
        for (int index = 0; index < count; index++) {
            int place = at + 3 * index;
            int code =
                    place < text.length() && text.charAt(place) == '%' ? number(text, place + 1, place + 3, HEX) : -1;
            if (code < 0) {
                return NONE;
            }
            bytes[index] = (byte) code;
        }
        return new Escape(new String(bytes, StandardCharsets.UTF_8), 3 * count);
    }

    private static Escape backslash(String text, int at) {
        if (at + 1 == text.length()) {
            return NONE;
        }
        char next = text.charAt(at + 1);
        int digits = next == 'u' ? 4 : next == 'x' ? 2 : 0;
        int code = digits == 0 ? -1 : number(text, at + 2, at + 2 + digits, HEX);
        if (code >= 0) {
            return new Escape(Character.toString(code), 2 + digits);
        }
        int control = "nrtbf".indexOf(next);
        return new Escape(control < 0 ? Character.toString(next) : "\n\r\t\b\f".substring(control, control + 1), 2);
    }

    private static Escape entity(String text, int at) {
        int end = text.indexOf(';', at);
        if (end < 0 || end - at > "&#1114111;".length()) {
            return NONE;
        }
        String name = text.substring(at + 1, end);
        int length = end + 1 - at;
        return switch (name) {
            case "amp" -> new Escape("&", length);
            case "lt" -> new Escape("<", length);
            case "gt" -> new Escape(">", length);
            case "quot" -> new Escape("\"", length);
            case "apos" -> new Escape("'", length);
            default -> {
                boolean hex = name.startsWith("#x") || name.startsWith("#X");
                int code = name.startsWith("#") ? number(name, hex ? 2 : 1, name.length(), hex ? HEX : 10) : -1;
                yield Character.isValidCodePoint(code) ? new Escape(Character.toString(code), length) : NONE;
            }
        };
    }

    /** A line break and the indentation after it disappear when lines are joined. */
    private static Escape lineBreak(String text, int at) {
        int end = at + 1;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return new Escape("", end - at);
    }

    /** The number at these positions; -1 if there is none. */
    private static int number(String text, int start, int end, int radix) {
        if (end > text.length() || start >= end) {
            return -1;
        }
        int number = 0;
        for (int at = start; at < end; at++) {
            int digit = Character.digit(text.charAt(at), radix);
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
