package dev.runbook.cli.help;

import dev.runbook.report.text.Display;
import dev.runbook.report.text.Paragraph;
import java.util.ArrayList;
import java.util.List;

/** Formats the manual page of a module for a terminal: wrapped paragraphs, each argument with its meaning below it. */
public final class ModulePageText implements MarkdownParser.MarkdownHandler {

    private static final int WIDTH_MAX = 100;
    private static final String MARGIN = "  ";
    private static final String DESCRIPTION_MARGIN = "      ";

    private final int width;
    private final boolean colours;
    private final List<String> lines = new ArrayList<>();

    private ModulePageText(Display display) {
        this.width = Math.min(WIDTH_MAX, display.width());
        this.colours = display.colours();
    }

    public static List<String> of(String name, String markdown, Display display) {
        ModulePageText text = new ModulePageText(display);
        text.lines.add(text.bold(name));
        new MarkdownParser(text).parse(markdown);
        return text.lines;
    }

    @Override
    public void section(String title) {
        lines.add("");
        lines.add(bold(title));
    }

    @Override
    public void paragraph(String text) {
        lines.add("");
        lines.addAll(Paragraph.wrap(withoutMarks(text), width));
    }

    @Override
    public void item(String number, String text) {
        lines.addAll(Paragraph.hanging(MARGIN + (number.isEmpty() ? "-" : number) + " ", withoutMarks(text), width));
    }

    @Override
    public void row(List<String> heads, List<String> cells) {
        StringBuilder head = new StringBuilder();
        for (int column = 1; column < cells.size() - 1; column++) {
            String cell = withoutMarks(cells.get(column));
            boolean named = heads.get(column).equals("default") && !cell.equals("required") && !cell.isEmpty();
            head.append(cell.isEmpty() ? "" : "; ")
                    .append(named ? "default " : "")
                    .append(cell);
        }
        String name = withoutMarks(cells.get(0));
        String kind = head.length() == 0 ? "" : MARGIN + head.substring(2);
        lines.add("");
        for (String line : Paragraph.hanging(MARGIN, name + kind, width)) {
            lines.add(
                    line.startsWith(MARGIN + name)
                            ? MARGIN + bold(name) + line.substring(MARGIN.length() + name.length())
                            : line);
        }
        lines.addAll(Paragraph.hanging(DESCRIPTION_MARGIN, withoutMarks(cells.get(cells.size() - 1)), width));
    }

    @Override
    public void verbatim(List<String> text) {
        lines.add("");
        text.forEach(line -> lines.add((MARGIN + line).stripTrailing()));
    }

    /** The text without the marks of Markdown. */
    private static String withoutMarks(String markdown) {
        return MarkdownParser.INLINE.matcher(markdown).replaceAll("$1$2$3");
    }

    private String bold(String text) {
        return colours ? "\033[1m" + text + "\033[0m" : text;
    }
}
