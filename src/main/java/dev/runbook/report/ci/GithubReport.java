package dev.runbook.report.ci;

import dev.runbook.journal.Event;
import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.Event.TaskStarted;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.PairStatus;
import dev.runbook.journal.TaskStatus;
import dev.runbook.report.PairState;
import dev.runbook.report.PrintableEvents;
import dev.runbook.report.RunConclusion;
import dev.runbook.report.RunState;
import dev.runbook.report.RunTree;
import dev.runbook.report.text.Display;
import dev.runbook.report.text.Recap;
import dev.runbook.report.text.RunText;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells GitHub Actions what a run does: a folded group for each task that has ended, an annotation for each failure and
 * warning, and a summary of the step. Takes events from any thread.
 */
public final class GithubReport implements Consumer<EventRecord<?>> {

    private static final Duration LONG_WAIT = Duration.ofMinutes(1);

    private final PrintWriter out;
    private final Display display;
    private final Consumer<String> summary;
    private final RunState runState = new RunState();
    private final List<EventRecord<?>> events = new ArrayList<>();
    private final Map<String, List<EventRecord<?>>> open = new HashMap<>();

    /**
     * @param summary takes the summary of the step, in Markdown, once
     */
    public GithubReport(PrintWriter out, Display display, Consumer<String> summary) {
        this.out = out;
        this.display = new Display(display.width(), display.height(), false, display.colours(), true, display.zone());
        this.summary = summary;
    }

    @Override
    public synchronized void accept(EventRecord<?> told) {
        EventRecord<?> event = PrintableEvents.of(told);
        runState.take(event);
        if (event.isJournaled()) {
            events.add(event);
        }
        lines(event).forEach(out::println);
        out.flush();
        if (event.is(Event.RunEnded.class)) {
            summary.accept(GithubSummary.of(RunTree.of(events), display.zone()));
        }
    }

    /** Groups cannot be nested and pairs run in parallel, so each task is printed as a whole when it ends. */
    private List<String> lines(EventRecord<?> event) {
        if (event.task().isEmpty()) {
            return ofWhole(event);
        }
        List<EventRecord<?>> told = open.computeIfAbsent(key(event), key -> new ArrayList<>());
        told.add(event);
        Optional<EventRecord<TaskEnded>> end = event.as(TaskEnded.class);
        if (end.isPresent()) {
            open.remove(key(event));
            return ofTask(told, end.get());
        }
        boolean longWait = event.event() instanceof Event.ChangeAwaited wait
                && wait.duration().compareTo(LONG_WAIT) >= 0;
        return longWait ? inert(new RunText(display, runState).tell(event)) : List.of();
    }

    private List<String> ofWhole(EventRecord<?> record) {
        if (record.event() instanceof Event.WarningIssued warning) {
            return List.of(annotation(warning, "runbook"));
        }
        if (record.event() instanceof Event.PairEnded end) {
            return pairEnded(record.pair(), end);
        }
        return inert(record.is(Event.RunEnded.class) ? ending() : new RunText(display, runState).tell(record));
    }

    private static String annotation(Event.WarningIssued warning, String title) {
        return GithubLines.annotation("warning", Optional.empty(), title, warning.text());
    }

    private List<String> ofTask(List<EventRecord<?>> told, EventRecord<TaskEnded> end) {
        List<String> lines = new ArrayList<>();
        String title = title(told, end);
        lines.add(GithubLines.group(end.pair() + "  " + title));
        RunText run = new RunText(display, runState);
        for (EventRecord<?> event : told) {
            List<String> own = inert(run.tell(event));
            // The title of the group says what the first line would.
            lines.addAll(event.equals(told.get(0)) && event.is(TaskStarted.class) ? List.of() : own);
        }
        lines.add(GithubLines.endGroup());
        told.stream()
                .flatMap(event -> event.as(Event.WarningIssued.class).stream())
                .map(warning -> annotation(warning.event(), title))
                .forEach(lines::add);
        failure(told.get(0).as(TaskStarted.class), end, title).ifPresent(lines::add);
        return lines;
    }

    private String title(List<EventRecord<?>> told, EventRecord<TaskEnded> end) {
        String name = told.get(0).as(TaskStarted.class).map(PairState::title).orElse(end.task());
        String status = end.event().flags().preflightOnly()
                ? "foreseen"
                : end.event().status().word();
        return RunConclusion.word(status, runState.isCheck()) + "  " + name;
    }

    private static Optional<String> failure(
            Optional<EventRecord<TaskStarted>> start, EventRecord<TaskEnded> record, String title) {
        TaskEnded end = record.event();
        if (!end.status().isFailure()) {
            return Optional.empty();
        }
        StringBuilder message = new StringBuilder(end.message().orElse(""));
        end.failure()
                .map(TaskEnded.FailureDetails::problems)
                .orElse(List.of())
                .forEach(problem -> message.append('\n').append(problem));
        end.failure()
                .flatMap(TaskEnded.FailureDetails::advice)
                .ifPresent(advice -> message.append("\ndo: ").append(advice));
        String kind = end.status() == TaskStatus.FAILED ? "error" : "warning";
        Optional<String> place = end.failure()
                .flatMap(TaskEnded.FailureDetails::place)
                .or(() -> start.map(task -> task.event().place()).filter(known -> !known.isEmpty()));
        return Optional.of(GithubLines.annotation(kind, place, record.pair() + "  " + title, message.toString()));
    }

    /** A pair whose failure no task reported. */
    private List<String> pairEnded(String name, Event.PairEnded end) {
        PairState pairState = runState.pair(name);
        boolean well = pairState.status().isSuccess() || pairState.status() == PairStatus.NOT_STARTED;
        boolean said =
                pairState.failures().stream().anyMatch(failure -> failure.end().status() == TaskStatus.FAILED);
        return well || said
                ? List.of()
                : List.of(GithubLines.annotation(
                        "error",
                        Optional.empty(),
                        pairState.name() + "  " + pairState.status().word(),
                        end.message().orElse("")));
    }

    private List<String> ending() {
        Recap recap = new Recap(display, runState);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(recap.table());
        if (recap.changedNothing() || runState.isCheck()) {
            lines.add("");
            lines.add(runState.unchangedMessage());
        }
        return lines;
    }

    private static List<String> inert(List<String> lines) {
        return lines.stream().map(GithubLines::inert).toList();
    }

    private static String key(EventRecord<?> event) {
        return event.pair() + "/" + event.task();
    }
}
