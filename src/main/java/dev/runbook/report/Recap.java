package dev.runbook.report;

import dev.runbook.journal.Event.PairEnded;
import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.PairStatus;
import dev.runbook.journal.TaskStatus;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The end of a run: every pair in a table, then each failure with what to do about it. */
record Recap(Display display, Story story) {

    private static final List<TaskStatus> COUNTS = List.of(TaskStatus.values());
    private static final int WIDTH_FOR_ALL_COUNTS = 90;

    List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        List<TaskStatus> counts = shownCounts();
        rows.add(Stream.of(List.of("pair", "status"), heads(counts), List.of("time", "data"))
                .flatMap(List::stream)
                .toList());
        story.pairs().forEach(pair -> rows.add(row(pair, counts)));
        List<String> statuses =
                story.pairs().stream().map(pair -> pair.status().word()).toList();
        List<String> lines = new ArrayList<>();
        lines.add(ink().bold(Paragraph.cut(title(), display.width())));
        for (int row = 0; row < rows.size(); row++) {
            String line = Paragraph.cut(aligned(rows.get(row), rows), display.width());
            lines.add(row == 0 ? ink().dim(line) : ink().status(statuses.get(row - 1), line));
        }
        return lines;
    }

    /** Each failure with its message, its place, the state things are in and what to do. */
    List<String> failures() {
        List<String> lines = new ArrayList<>();
        for (PairStory pair : story.pairs()) {
            List<String> own = ofPair(pair);
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
    boolean changedNothing() {
        return story.pairs().stream().noneMatch(PairStory::hasChanged)
                && story.pairs().stream().map(PairStory::status).anyMatch(status -> !status.isSuccess());
    }

    /** Whether the same command would carry on where this run has stopped: it has begun, and come to no good end. */
    boolean canContinue() {
        boolean begun = story.pairs().stream().noneMatch(PairStory::isForeseen);
        return begun && story.pairs().stream().map(PairStory::status).anyMatch(PairStatus::isResumable);
    }

    private List<String> ofPair(PairStory pair) {
        List<String> lines = new ArrayList<>();
        pair.failures().forEach(failure -> lines.addAll(ofFailure(pair, failure)));
        Optional<String> message = pair.ended().flatMap(PairEnded::message);
        boolean said = pair.failures().stream()
                .anyMatch(failure -> failure.end().message().equals(message));
        if (message.isPresent() && !said && pair.status() != PairStatus.FINISHED) {
            String label = pair.failures().isEmpty() ? pair.name() + ": " : "    state: ";
            lines.addAll(Paragraph.hanging(label, message.get(), display.width()));
        }
        return lines;
    }

    private List<String> ofFailure(PairStory pair, PairStory.Failure failed) {
        TaskEnded end = failed.end();
        List<String> lines = new ArrayList<>();
        String place = failed.place().map(text -> "  (" + text + ")").orElse("");
        lines.addAll(headline(failed.word(), pair.name() + "  " + failed.words(), place));
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

    /** What failed and where it stands; the place has a line of its own when there is no room. */
    private List<String> headline(String word, String text, String place) {
        if (text.length() + place.length() <= display.width()) {
            return List.of(ink().status(word, text) + ink().dim(place));
        }
        List<String> lines = new ArrayList<>();
        for (String line : Paragraph.wrap(text, display.width() - 4)) {
            lines.add(ink().status(word, (lines.isEmpty() ? "" : "    ") + line));
        }
        if (!place.isEmpty()) {
            lines.add(ink().dim("    " + place.strip()));
        }
        return lines;
    }

    private List<String> heads(List<TaskStatus> counts) {
        return counts.stream()
                .map(count -> Verdict.word(count.word(), story.isCheck()))
                .toList();
    }

    private String title() {
        String run = story.started().flatMap(Story::id).orElse("");
        String time = story.ended()
                .map(end -> "  " + Figures.time(end.event().duration()))
                .orElse("");
        return (story.isCheck() ? "Plan" : "Recap") + (run.isEmpty() ? "" : "  run " + run) + time;
    }

    private List<TaskStatus> shownCounts() {
        boolean allCounts = display.width() >= WIDTH_FOR_ALL_COUNTS
                && story.pairs().stream().allMatch(pair -> count(pair, TaskStatus.RESCUED) == 0);
        return COUNTS.stream()
                .filter(count -> (allCounts && count != TaskStatus.RESCUED)
                        || count == TaskStatus.OK
                        || count == TaskStatus.CHANGED
                        || story.pairs().stream().anyMatch(pair -> count(pair, count) > 0))
                .toList();
    }

    private List<String> row(PairStory pair, List<TaskStatus> counts) {
        List<String> cells = new ArrayList<>();
        cells.add(pair.name());
        cells.add(Verdict.word(pair.status().word(), story.isCheck()));
        boolean began = pair.ended().isPresent() && pair.status() != PairStatus.NOT_STARTED;
        counts.forEach(count -> cells.add(began ? Long.toString(count(pair, count)) : "-"));
        boolean timed = began && !story.isCheck();
        cells.add(timed ? pair.ended().map(end -> Figures.time(end.duration())).orElse("-") : "-");
        cells.add(timed && !story.undoes() ? pair.dataAsOf().map(this::age).orElse("-") : "-");
        return cells;
    }

    private static long count(PairStory pair, TaskStatus status) {
        return pair.counts().of(status);
    }

    private String age(DataMoment data) {
        return data.moment().map(moment -> age(data, moment)).orElse(data.text());
    }

    private String age(DataMoment data, Instant moment) {
        String clock = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                .withZone(display.zone())
                .format(moment);
        return story.ended()
                .flatMap(end -> data.age(end.at()))
                .map(age -> age + " (" + clock + ")")
                .orElse("of " + clock);
    }

    private static String aligned(List<String> cells, List<List<String>> rows) {
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

    private Ink ink() {
        return new Ink(display.colours());
    }
}
