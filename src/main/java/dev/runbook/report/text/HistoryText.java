package dev.runbook.report.text;

import dev.runbook.journal.RunRelation;
import dev.runbook.journal.RunSummary;
import dev.runbook.report.Formats;
import dev.runbook.yaml.PrintableText;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The runs so far as a table, newest first. */
public record HistoryText(Display display) {

    private static final int PAIRS_NAMED_MAX = 3;
    private static final List<String> HEAD = List.of("run", "when", "runbook", "status", "exit", "time", "pairs");
    private static final int STATUS = 3;
    private static final int PAIRS_WIDTH_MIN = 12;

    public List<String> lines(List<RunSummary> runs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        runs.forEach(run -> rows.add(row(run)));
        AnsiStyle style = new AnsiStyle(display.colours());
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            for (String line : lines(alignCells(row, rows), row.get(HEAD.size() - 1))) {
                lines.add(row == HEAD ? style.dim(line) : style.status(row.get(STATUS), line));
            }
        }
        return lines;
    }

    /** The pairs stand in the last column, or below when that would be too narrow for a word of theirs. */
    private List<String> lines(String columns, String pairs) {
        if (display.width() - columns.length() >= PAIRS_WIDTH_MIN) {
            return Paragraph.hanging(columns, pairs, display.width());
        }
        List<String> lines = new ArrayList<>();
        lines.add(columns.stripTrailing());
        lines.addAll(Paragraph.hanging("    ", pairs, display.width()));
        return lines;
    }

    private List<String> row(RunSummary run) {
        return List.of(
                run.id(),
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                        .withZone(display.zone())
                        .format(run.startTime()),
                run.undoneRun()
                        .map(undone -> (undone.relation() == RunRelation.DISCARDS ? "discard of " : "rollback of ")
                                + undone.run())
                        .orElse(bare(run.runbook())),
                run.state(),
                run.exitCode().isPresent() ? Integer.toString(run.exitCode().getAsInt()) : "-",
                Formats.time(run.duration().toMillis() / 1000.0),
                pairs(run));
    }

    /** {@code demo finished, stage failed}; many pairs are counted instead. */
    private static String pairs(RunSummary run) {
        List<String> texts = new ArrayList<>();
        if (run.pairs().size() <= PAIRS_NAMED_MAX) {
            run.pairs().forEach((pair, status) -> texts.add(pair + " " + status.replace('-', ' ')));
        } else {
            Map<String, Integer> counts = new LinkedHashMap<>();
            run.pairs().values().forEach(status -> counts.merge(status, 1, Integer::sum));
            counts.forEach((status, count) -> texts.add(count + " " + status.replace('-', ' ')));
        }
        return PrintableText.of(String.join(", ", texts));
    }

    private static String bare(String runbook) {
        return PrintableText.of(runbook.substring(runbook.lastIndexOf('/') + 1).replaceFirst("\\.ya?ml$", ""));
    }

    /** Every cell but the last, which may take several lines. */
    private static String alignCells(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size() - 1; column++) {
            int at = column;
            int width =
                    rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
            line.append(Paragraph.pad(row.get(column), width)).append("  ");
        }
        return line.toString();
    }
}
