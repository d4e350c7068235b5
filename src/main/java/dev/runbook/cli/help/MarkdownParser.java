package dev.runbook.cli.help;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Parses the Markdown page of a module line by line. For one use. */
final class MarkdownParser {

    /** Marked words: code, bold, italic; each in its own group. */
    static final Pattern INLINE = Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\*([^*]+)\\*");

    private static final Pattern ITEM = Pattern.compile("(?:-|\\d+\\.) .*");
    private static final String DASH = "- ";

    /** Receives the parts of a page in order; texts still contain the marks of code, bold and italic. */
    interface MarkdownHandler {

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

    private final MarkdownHandler handler;
    private final List<String> paragraph = new ArrayList<>();
    private final List<String> verbatim = new ArrayList<>();
    private List<String> columnNames = List.of();
    private boolean fenced;

    MarkdownParser(MarkdownHandler handler) {
        this.handler = handler;
    }

    /** Reads everything except the title. */
    void parse(String markdown) {
        markdown.lines().skip(1).forEach(this::parseLine);
        flush();
    }

    private void parseLine(String line) {
        if (line.startsWith("```")) {
            toggleFence();
        } else if (fenced) {
            verbatim.add(line);
        } else if (line.startsWith("## ")) {
            flush();
            handler.section(line.substring(3));
        } else if (line.startsWith("|")) {
            flush();
            parseRow(line);
        } else if (line.isBlank()) {
            flush();
        } else {
            if (ITEM.matcher(line).matches()) {
                flush();
            }
            columnNames = List.of();
            paragraph.add(line.strip());
        }
    }

    private void toggleFence() {
        flush();
        if (fenced) {
            handler.verbatim(List.copyOf(verbatim));
            verbatim.clear();
        }
        fenced = !fenced;
    }

    /** The first row of a table names the columns, the second is a separator. */
    private void parseRow(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1)) {
            cells.add(cell.strip().replace("\\|", "|"));
        }
        if (columnNames.isEmpty()) {
            columnNames = List.copyOf(cells);
        } else if (!line.matches("[|:-]+")) {
            handler.row(columnNames, List.copyOf(cells));
        }
    }

    private void flush() {
        String text = String.join(" ", paragraph);
        paragraph.clear();
        if (text.isEmpty()) {
            return;
        }
        if (!ITEM.matcher(text).matches()) {
            handler.paragraph(text);
        } else {
            int space = text.indexOf(' ');
            handler.item(text.startsWith(DASH) ? "" : text.substring(0, space), text.substring(space + 1));
        }
    }
}
