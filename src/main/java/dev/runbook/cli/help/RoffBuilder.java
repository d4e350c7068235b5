package dev.runbook.cli.help;

import java.util.List;
import java.util.Locale;

/** Builds the text of a manual page, in the macros of man(7). */
final class RoffBuilder {

    private final StringBuilder text = new StringBuilder();

    /** @param section 1 for commands, 7 for modules */
    RoffBuilder(String name, int section, String version) {
        text.append(".TH \"")
                .append(escape(name.toUpperCase(Locale.ROOT)))
                .append("\" \"")
                .append(section)
                .append("\" \"\" \"")
                .append(escape(version))
                .append("\" \"Manual of runbook\"\n");
        // Readers copy names and options from pages: no hyphenation, no justified lines.
        text.append(".nh\n.ad l\n");
    }

    RoffBuilder section(String title) {
        text.append(".SH \"").append(escape(title.toUpperCase(Locale.ROOT))).append("\"\n");
        return this;
    }

    RoffBuilder paragraph(String markup) {
        text.append(".PP\n");
        return line(markup);
    }

    /** A word or option with its meaning, indented. */
    RoffBuilder entry(String tag, String markup) {
        text.append(".TP\n");
        return line(tag).line(markup);
    }

    RoffBuilder bullet(String markup) {
        text.append(".IP \\(bu 2\n");
        return line(markup);
    }

    /** Lines without formatting. */
    RoffBuilder verbatim(List<String> lines) {
        text.append(".PP\n.RS 4\n.nf\n");
        lines.forEach(line -> text.append(guardLine(escape(line))).append('\n'));
        text.append(".fi\n.RE\n");
        return this;
    }

    RoffBuilder line(String markup) {
        text.append(guardLine(markup.isEmpty() ? "\\&" : markup)).append('\n');
        return this;
    }

    static String bold(String plain) {
        return "\\fB" + escape(plain) + "\\fR";
    }

    static String italic(String plain) {
        return "\\fI" + escape(plain) + "\\fR";
    }

    /** Text with the characters of roff escaped; a hyphen can be searched for and copied. */
    static String escape(String plain) {
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

    private static String guardLine(String line) {
        return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
