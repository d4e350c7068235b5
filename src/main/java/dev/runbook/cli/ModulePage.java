package dev.runbook.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The manual page of a module for man(1), made of its page in Markdown. */
final class ModulePage {

    private static final Pattern INLINE = Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\*([^*]+)\\*");

    private final Roff page;
    private final List<String> paragraph = new ArrayList<>();
    private final List<String> verbatim = new ArrayList<>();
    private boolean fenced;
    private boolean listed;
    private boolean headed;

    private ModulePage(String name, String version) {
        this.page = new Roff("runbook-" + name, 7, version);
    }

    static String of(String name, String markdown, String summary, String version) {
        ModulePage made = new ModulePage(name, version);
        made.page.section("name").line(Roff.escaped("runbook-" + name) + " \\- " + inline(summary));
        made.page.section("description");
        markdown.lines().skip(1).forEach(made::line);
        made.flush();
        made.page.section("see also").line(Roff.bold("runbook") + "(1), " + Roff.bold("runbook-doc") + "(1)");
        return made.page.toString();
    }

    private void line(String line) {
        if (line.startsWith("```")) {
            flush();
            if (fenced) {
                page.verbatim(List.copyOf(verbatim));
                verbatim.clear();
            }
            fenced = !fenced;
        } else if (fenced) {
            verbatim.add(line);
        } else if (line.startsWith("## ")) {
            flush();
            page.section(line.substring(3));
        } else if (line.startsWith("|")) {
            flush();
            row(line);
        } else if (line.isBlank()) {
            flush();
        } else {
            if (line.startsWith("- ")) {
                flush();
                listed = true;
            }
            headed = false;
            paragraph.add(line.startsWith("- ") ? line.substring(2) : line.strip());
        }
    }

    /** A row of a table; its first, which names the columns, and the rule below that are left out. */
    private void row(String line) {
        boolean rule = line.matches("[|:-]+");
        if (rule || !headed) {
            headed = true;
            return;
        }
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1)) {
            cells.add(cell.strip());
        }
        String middle = cells.subList(1, Math.max(1, cells.size() - 1)).stream()
                .filter(cell -> !cell.isEmpty())
                .map(ModulePage::inline)
                .collect(Collectors.joining("; "));
        page.entry(
                inline(cells.get(0)) + (middle.isEmpty() ? "" : " (" + middle + ")"),
                inline(cells.get(cells.size() - 1)));
    }

    private void flush() {
        if (!paragraph.isEmpty()) {
            String text = inline(String.join(" ", paragraph));
            if (listed) {
                page.bullet(text);
            } else {
                page.paragraph(text);
            }
        }
        paragraph.clear();
        listed = false;
    }

    private static String inline(String markdown) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = INLINE.matcher(markdown);
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
