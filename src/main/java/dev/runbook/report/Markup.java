package dev.runbook.report;

import java.util.Set;

/** Writes HTML and XML elements and escapes all text from outside, so that none of it becomes markup. */
public final class Markup {

    private static final Set<String> INLINE =
            Set.of("a", "abbr", "b", "code", "dd", "dt", "li", "pre", "span", "td", "text", "th", "time", "title");

    private final StringBuilder out = new StringBuilder();

    /** Opens an element; attributes as name, value, name, value. An empty value writes an attribute without a value. */
    public Markup open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int at = 0; at + 1 < attributes.length; at += 2) {
            out.append(' ').append(attributes[at]);
            if (!attributes[at + 1].isEmpty()) {
                out.append("=\"").append(attribute(attributes[at + 1])).append('"');
            }
        }
        out.append('>');
        return this;
    }

    public Markup close(String tag) {
        out.append("</").append(tag).append('>').append(INLINE.contains(tag) ? "" : "\n");
        return this;
    }

    public Markup text(String text) {
        out.append(escape(text));
        return this;
    }

    public Markup element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** What is ours and known to be markup. */
    public Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    public static String attribute(String value) {
        return escape(value).replace("\n", "&#10;").replace("\t", "&#9;");
    }

    /** The text with markup as entities, and the replacement character for characters that XML and HTML forbid. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\r' -> safe.append("&#13;");
                default -> safe.appendCodePoint(isAllowed(point) ? point : 0xFFFD);
            }
        });
        return safe.toString();
    }

    private static boolean isAllowed(int point) {
        return point == '\t'
                || point == '\n'
                || (point >= 0x20 && point <= 0xD7FF && !Character.isISOControl(point))
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }
}
