package dev.runbook.cli;

import java.util.List;
import java.util.Locale;

/** Builds the text of a manual page, in the macros of man(7). */
final class Roff {

    private final StringBuilder text = new StringBuilder();

    /** @param section 1 for commands, 7 for modules */
    Roff(String name, int section, String version) {
        text.append(".TH \"")
                .append(escaped(name.toUpperCase(Locale.ROOT)))
                .append("\" \"")
                .append(section)
                .append("\" \"\" \"")
                .append(escaped(version))
                .append("\" \"Manual of runbook\"\n");
        // Readers copy names and options from pages: no hyphenation, no justified lines.
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

    /** A word or option with its meaning, indented. */
    Roff entry(String tag, String markup) {
        text.append(".TP\n");
        return line(tag).line(markup);
    }

    Roff bullet(String markup) {
        text.append(".IP \\(bu 2\n");
        return line(markup);
    }

    /** Lines without formatting. */
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

    /** Text with the characters of roff escaped; a hyphen can be searched for and copied. */
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
