package dev.runbook.cli;

import java.util.List;
import java.util.Locale;

/** Builds the text of a manual page, in the macros of man(7). */
final class Roff {

    private final StringBuilder text = new StringBuilder();

    /** @param section 1 for commands, 7 for what they work with */
    Roff(String name, int section, String version) {
        text.append(".TH \"")
                .append(escaped(name.toUpperCase(Locale.ROOT)))
                .append("\" \"")
                .append(section)
                .append("\" \"\" \"")
                .append(escaped(version))
                .append("\" \"Manual of runbook\"\n");
        // Names and options are copied from pages: no hyphens, no words stretched over the line.
        text.append(".nh\n.ad l\n");
    }

    Roff section(String title) {
        text.append(".SH \"").append(escaped(title.toUpperCase(Locale.ROOT))).append("\"\n");
        return this;
    }

    Roff paragraph(String markup) {
        text.append(".PP\n");
        return line(markup);
    }

    /** A word or option with what it means, further in. */
    Roff entry(String tag, String markup) {
        text.append(".TP\n");
        return line(tag).line(markup);
    }

    Roff bullet(String markup) {
        text.append(".IP \\(bu 2\n");
        return line(markup);
    }

    /** Lines that stay as they are. */
    Roff verbatim(List<String> lines) {
        text.append(".PP\n.RS 4\n.nf\n");
        lines.forEach(line -> text.append(guarded(escaped(line))).append('\n'));
        text.append(".fi\n.RE\n");
        return this;
    }

    Roff line(String markup) {
        text.append(guarded(markup.isEmpty() ? "\\&" : markup)).append('\n');
        return this;
    }

    static String bold(String plain) {
        return "\\fB" + escaped(plain) + "\\fR";
    }

    static String italic(String plain) {
        return "\\fI" + escaped(plain) + "\\fR";
    }

    /** Text in which nothing is a command: a hyphen can be searched for and copied. */
    static String escaped(String plain) {
        StringBuilder escaped = new StringBuilder();
        plain.codePoints().forEach(character -> {
            switch (character) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                case '"' -> escaped.append("\\(dq");
                default -> {
                    if (character < 0x80) {
                        escaped.appendCodePoint(character);
                    } else {
                        escaped.append(String.format("\\[u%04X]", character));
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static String guarded(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
