package dev.runbook.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** Converts the Markdown page of a module to a manual page for man(1). */
final class ModulePage implements MarkdownPage.Parts {

    private final Roff page;

    private ModulePage(String name, String version) {
        this.page = new Roff("runbook-" + name, 7, version);
    }

    static String of(String name, String markdown, String summary, String version) {
        ModulePage made = new ModulePage(name, version);
        made.page.section("name").line(Roff.escaped("runbook-" + name) + " \\- " + inline(summary));
        made.page.section("description");
        new MarkdownPage(made).read(markdown);
        made.page.section("see also").line(Roff.bold("runbook") + "(1), " + Roff.bold("runbook-doc") + "(1)");
        return made.page.toString();
    }

    @Override
    public void section(String title) {
        page.section(title);
    }

    @Override
    public void paragraph(String text) {
        page.paragraph(inline(text));
    }

    @Override
    public void item(String number, String text) {
        if (number.isEmpty()) {
            page.bullet(inline(text));
        } else {
            page.paragraph(inline(number + " " + text));
        }
    }

    @Override
    public void row(List<String> heads, List<String> cells) {
        String middle = cells.subList(1, Math.max(1, cells.size() - 1)).stream()
                .filter(cell -> !cell.isEmpty())
                .map(ModulePage::inline)
                .collect(Collectors.joining("; "));
        page.entry(
                inline(cells.get(0)) + (middle.isEmpty() ? "" : " (" + middle + ")"),
                inline(cells.get(cells.size() - 1)));
    }

    @Override
    public void verbatim(List<String> lines) {
        page.verbatim(lines);
    }

    private static String inline(String markdown) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = MarkdownPage.INLINE.matcher(markdown);
        int end = 0;
        while (matcher.find()) {
            text.append(Roff.escaped(markdown.substring(end, matcher.start())));
            if (matcher.group(3) != null) {
                text.append(Roff.italic(matcher.group(3)));
            } else {
                text.append(Roff.bold(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)));
            }
            end = matcher.end();
        }
        return text.append(Roff.escaped(markdown.substring(end))).toString();
    }
}
