package dev.runbook.report.text;

import dev.runbook.journal.Event.PairEnded;
import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.PairStatus;
import dev.runbook.journal.TaskStatus;
import dev.runbook.report.DataAge;
import dev.runbook.report.Formats;
import dev.runbook.report.PairState;
import dev.runbook.report.RunConclusion;
import dev.runbook.report.RunState;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The end of a run: every pair in a table, then each failure with what to do about it. */
public record Recap(Display display, RunState runState) {

    private static final List<TaskStatus> COUNTS = List.of(TaskStatus.values());
    private static final int WIDTH_FOR_ALL_COUNTS = 90;

    public List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        List<TaskStatus> counts = shownCounts();
        rows.add(Stream.of(List.of("pair", "status"), heads(counts), List.of("time", "data"))
                .flatMap(List::stream)
                .toList());
        runState.pairs().forEach(pairState -> rows.add(row(pairState, counts)));
        List<String> statuses = runState.pairs().stream()
                .map(pairState -> pairState.status().word())
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(style().bold(Paragraph.cut(title(), display.width())));
        for (int row = 0; row < rows.size(); row++) {
            String line = Paragraph.cut(alignCells(rows.get(row), rows), display.width());
            lines.add(row == 0 ? style().dim(line) : style().status(statuses.get(row - 1), line));
        }
        return lines;
    }

    /** Each failure with its message, its place, the state things are in and what to do. */
    List<String> failures() {
        List<String> lines = new ArrayList<>();
        for (PairState pairState : runState.pairs()) {
            List<String> own = ofPair(pairState);
            if (!own.isEmpty()) {
                if (!lines.isEmpty()) {
                    lines.add("");
                }
                lines.addAll(own);
            }
        }
        return lines;
    }

    /** Whether a run that did not end well has stopped before its first change. */
    public boolean changedNothing() {
        return runState.pairs().stream().noneMatch(PairState::hasChanged)
                && runState.pairs().stream().map(PairState::status).anyMatch(status -> !status.isSuccess());
    }

    /** Whether the same command would continue this run: it started and did not succeed. */
    boolean canContinue() {
        boolean begun = runState.pairs().stream().noneMatch(PairState::isForeseen);
        return begun && runState.pairs().stream().map(PairState::status).anyMatch(PairStatus::isResumable);
    }

    private List<String> ofPair(PairState pairState) {
        List<String> lines = new ArrayList<>();
        pairState.failures().forEach(failure -> lines.addAll(ofFailure(pairState, failure)));
        Optional<String> message = pairState.endEvent().flatMap(PairEnded::message);
        boolean said = pairState.failures().stream()
                .anyMatch(failure -> failure.end().message().equals(message));
        if (message.isPresent() && !said && pairState.status() != PairStatus.FINISHED) {
            String label = pairState.failures().isEmpty() ? pairState.name() + ": " : "    state: ";
            lines.addAll(Paragraph.hanging(label, message.get(), display.width()));
        }
        return lines;
    }

    private List<String> ofFailure(PairState pairState, PairState.TaskFailureState failed) {
        TaskEnded end = failed.end();
        List<String> lines = new ArrayList<>();
        String place = failed.place().map(text -> "  (" + text + ")").orElse("");
        lines.addAll(headline(failed.word(), pairState.name() + "  " + failed.words(), place));
        List<String> problems =
                end.failure().map(TaskEnded.FailureDetails::problems).orElse(List.of());
        if (problems.isEmpty()) {
            lines.addAll(Paragraph.hanging("    ", end.message().orElse(""), display.width()));
        }
        problems.forEach(problem -> lines.addAll(Paragraph.hanging("    ", problem, display.width())));
        end.failure()
                .flatMap(TaskEnded.FailureDetails::advice)
                .ifPresent(advice -> lines.addAll(Paragraph.hanging("    do: ", advice, display.width())));
        return lines;
    }

    /** What failed and its place in the file; the place goes on a line of its own if the line is full. */
    private List<String> headline(String word, String text, String place) {
        if (text.length() + place.length() <= display.width()) {
            return List.of(style().status(word, text) + style().dim(place));
        }
        List<String> lines = new ArrayList<>();
        for (String line : Paragraph.wrap(text, display.width() - 4)) {
            lines.add(style().status(word, (lines.isEmpty() ? "" : "    ") + line));
        }
        if (!place.isEmpty()) {
            lines.add(style().dim("    " + place.strip()));
        }
        return lines;
    }

    private List<String> heads(List<TaskStatus> counts) {
        return counts.stream()
                .map(count -> RunConclusion.word(count.word(), runState.isCheck()))
                .toList();
    }

    private String title() {
        String run = runState.startEvent().flatMap(RunState::id).orElse("");
        String time = runState.endEvent()
                .map(end -> "  " + Formats.time(end.event().duration()))
                .orElse("");
        return (runState.isCheck() ? "Plan" : "Recap") + (run.isEmpty() ? "" : "  run " + run) + time;
    }

    private List<TaskStatus> shownCounts() {
        boolean allCounts = display.width() >= WIDTH_FOR_ALL_COUNTS
                && runState.pairs().stream().allMatch(pairState -> count(pairState, TaskStatus.RESCUED) == 0);
        return COUNTS.stream()
                .filter(count -> (allCounts && count != TaskStatus.RESCUED)
                        || count == TaskStatus.OK
                        || count == TaskStatus.CHANGED
                        || runState.pairs().stream().anyMatch(pairState -> count(pairState, count) > 0))
                .toList();
    }

    private List<String> row(PairState pairState, List<TaskStatus> counts) {
        List<String> cells = new ArrayList<>();
        cells.add(pairState.name());
        cells.add(RunConclusion.word(pairState.status().word(), runState.isCheck()));
        boolean began = pairState.endEvent().isPresent() && pairState.status() != PairStatus.NOT_STARTED;
        counts.forEach(count -> cells.add(began ? Long.toString(count(pairState, count)) : "-"));
        boolean timed = began && !runState.isCheck();
        cells.add(
                timed
                        ? pairState
                                .endEvent()
                                .map(end -> Formats.time(end.duration()))
                                .orElse("-")
                        : "-");
        cells.add(
                timed && !runState.undoes()
                        ? pairState.dataAsOf().map(this::age).orElse("-")
                        : "-");
        return cells;
    }

    private static long count(PairState pairState, TaskStatus status) {
        return pairState.counts().of(status);
    }

    private String age(DataAge data) {
        return data.moment().map(moment -> age(data, moment)).orElse(data.text());
    }

    private String age(DataAge data, Instant moment) {
        String clock = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                .withZone(display.zone())
                .format(moment);
        return runState.endEvent()
                .flatMap(end -> data.age(end.at()))
                .map(age -> age + " (" + clock + ")")
                .orElse("of " + clock);
    }

    private static String alignCells(List<String> cells, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            int at = column;
            int width =
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            boolean left = column < 2 || column == cells.size() - 1;
            String blank = " ".repeat(width - cells.get(column).length());
            line.append(column == 0 ? "" : "  ").append(left ? "" : blank).append(cells.get(column));
            line.append(left ? blank : "");
        }
        return line.toString().stripTrailing();
    }

    private AnsiStyle style() {
        return new AnsiStyle(display.colours());
    }
}
