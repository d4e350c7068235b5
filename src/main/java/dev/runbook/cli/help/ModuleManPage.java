package dev.runbook.cli.help;

import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** Converts the Markdown page of a module to a manual page for man(1). */
public final class ModuleManPage implements MarkdownParser.MarkdownHandler {

    private final RoffBuilder page;

    private ModuleManPage(String name, String version) {
        this.page = new RoffBuilder("runbook-" + name, 7, version);
    }

    public static String of(String name, String markdown, String summary, String version) {
        ModuleManPage manPage = new ModuleManPage(name, version);
        manPage.page.section("name").line(RoffBuilder.escape("runbook-" + name) + " \\- " + toRoff(summary));
        manPage.page.section("description");
        new MarkdownParser(manPage).parse(markdown);
        manPage.page
                .section("see also")
                .line(RoffBuilder.bold("runbook") + "(1), " + RoffBuilder.bold("runbook-doc") + "(1)");
        return manPage.page.toString();
    }

    @Override
    public void section(String title) {
        page.section(title);
    }

    @Override
    public void paragraph(String text) {
        page.paragraph(toRoff(text));
    }

    @Override
    public void item(String number, String text) {
        if (number.isEmpty()) {
            page.bullet(toRoff(text));
        } else {
            page.paragraph(toRoff(number + " " + text));
        }
    }

    @Override
    public void row(List<String> heads, List<String> cells) {
        String middle = cells.subList(1, Math.max(1, cells.size() - 1)).stream()
                .filter(cell -> !cell.isEmpty())
                .map(ModuleManPage::toRoff)
                .collect(Collectors.joining("; "));
        page.entry(
                toRoff(cells.get(0)) + (middle.isEmpty() ? "" : " (" + middle + ")"),
                toRoff(cells.get(cells.size() - 1)));
    }

    @Override
    public void verbatim(List<String> lines) {
        page.verbatim(lines);
    }

    private static String toRoff(String markdown) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = MarkdownParser.INLINE.matcher(markdown);
        int end = 0;
        while (matcher.find()) {
            text.append(RoffBuilder.escape(markdown.substring(end, matcher.start())));
            if (matcher.group(3) != null) {
                text.append(RoffBuilder.italic(matcher.group(3)));
            } else {
                text.append(RoffBuilder.bold(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)));
            }
            end = matcher.end();
        }
        return text.append(RoffBuilder.escape(markdown.substring(end))).toString();
    }
}
