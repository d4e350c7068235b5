package dev.runbook.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The results as a person reads them. */
record ResultTable(List<Result> results) {

    private static final List<String> HEAD =
            List.of("work", "rounds", "wall", "ansible", "faster", "CPU", "ansible", "memory", "ansible", "target");

    ResultTable {
        results = List.copyOf(results);
    }

    List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        results.forEach(result -> rows.add(row(result)));
        return rows.stream().map(row -> line(row, rows)).toList();
    }

    private static List<String> row(Result result) {
        Optional<Timing> theirs = result.theirs();
        return List.of(
                result.work().name(),
                Integer.toString(result.rounds()),
                seconds(result.ours().wallSeconds()),
                theirs.map(other -> seconds(other.wallSeconds())).orElse("-"),
                result.timesFaster()
                        .map(times -> String.format(Locale.ROOT, "%.1fx", times))
                        .orElse("-"),
                seconds(result.ours().cpuSeconds()),
                theirs.map(other -> seconds(other.cpuSeconds())).orElse("-"),
                memory(result.ours()),
                theirs.map(ResultTable::memory).orElse("-"),
                result.work().targets().stream()
                        .map(target -> target.words() + ": "
                                + target.holds(result)
                                        .map(holds -> holds ? "yes" : "NO")
                                        .orElse("not measured"))
                        .collect(Collectors.joining("; ")));
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int at = column;
            int width =
                    rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
            String blank = " ".repeat(width - row.get(column).length());
            boolean left = column == 0 || column == row.size() - 1;
            line.append(column == 0 ? "" : "  ")
                    .append(left ? "" : blank)
                    .append(row.get(column))
                    .append(left ? blank : "");
        }
        return line.toString().stripTrailing();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }

    private static String memory(Timing timing) {
        return timing.memoryMib() > 0 ? String.format(Locale.ROOT, "%.0f MiB", timing.memoryMib()) : "-";
    }
}
