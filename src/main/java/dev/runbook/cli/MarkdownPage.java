package dev.runbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parses the Markdown page of a module line by line. For one use. */
final class MarkdownPage {

    /** Marked words: code, bold, italic; each in its own group. */
    static final Pattern INLINE = Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\*([^*]+)\\*");

    private static final Pattern ITEM = Pattern.compile("(?:-|\\d+\\.) .*");
    private static final String DASH = "- ";

    /** Receives the parts of a page in order; texts still contain the marks of code, bold and italic. */
    interface Parts {

        void section(String title);

        void paragraph(String text);

        /**
         * An item of a list.
         *
         * @param number such as {@code 1.}; empty in an unnumbered list
         */
        void item(String number, String text);

        /**
         * A row of a table.
         *
         * @param heads the names of the columns
         */
        void row(List<String> heads, List<String> cells);

        void verbatim(List<String> lines);
    }

    private final Parts parts;
    private final List<String> paragraph = new ArrayList<>();
    private final List<String> verbatim = new ArrayList<>();
    private List<String> heads = List.of();
    private boolean fenced;

    MarkdownPage(Parts parts) {
        this.parts = parts;
    }

    /** Reads everything except the title. */
    void read(String markdown) {
        markdown.lines().skip(1).forEach(this::line);
        flush();
    }

    private void line(String line) {
        if (line.startsWith("```")) {
            fence();
        } else if (fenced) {
            verbatim.add(line);
        } else if (line.startsWith("## ")) {
            flush();
            parts.section(line.substring(3));
        } else if (line.startsWith("|")) {
            flush();
            row(line);
        } else if (line.isBlank()) {
            flush();
        } else {
            if (ITEM.matcher(line).matches()) {
                flush();
            }
            heads = List.of();
            paragraph.add(line.strip());
        }
    }

    private void fence() {
        flush();
        if (fenced) {
            parts.verbatim(List.copyOf(verbatim));
            verbatim.clear();
        }
        fenced = !fenced;
    }

    /** The first row of a table names the columns, the second is a separator. */
    private void row(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1)) {
            cells.add(cell.strip().replace("\\|", "|"));
        }
        if (heads.isEmpty()) {
            heads = List.copyOf(cells);
        } else if (!line.matches("[|:-]+")) {
            parts.row(heads, List.copyOf(cells));
        }
    }

    private void flush() {
        String text = String.join(" ", paragraph);
        paragraph.clear();
        if (text.isEmpty()) {
            return;
        }
        if (!ITEM.matcher(text).matches()) {
            parts.paragraph(text);
        } else {
            int space = text.indexOf(' ');
            parts.item(text.startsWith(DASH) ? "" : text.substring(0, space), text.substring(space + 1));
        }
    }
}
