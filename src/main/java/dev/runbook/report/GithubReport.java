package dev.runbook.report;

import dev.runbook.journal.Event;
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
public final class GithubReport implements Consumer<Event> {

    private static final Duration LONG_WAIT = Duration.ofMinutes(1);

    private final PrintWriter out;
    private final Display display;
    private final Consumer<String> summary;
    private final Story story = new Story();
    private final List<Event> events = new ArrayList<>();
    private final Map<String, List<Facts>> open = new HashMap<>();

    /**
     * @param summary takes the summary of the step, in Markdown, once
     */
    public GithubReport(PrintWriter out, Display display, Consumer<String> summary) {
        this.out = out;
        this.display = new Display(display.width(), display.height(), false, display.colours(), true, display.zone());
        this.summary = summary;
    }

    @Override
    public synchronized void accept(Event event) {
        Facts facts = new Facts(event);
        story.take(facts);
        if (event.kind() != Event.Kind.TICK) {
            events.add(event);
        }
        lines(facts).forEach(out::println);
        out.flush();
        if (event.kind() == Event.Kind.RUN_ENDED) {
            summary.accept(GithubSummary.of(Chronicle.of(events), display.zone()));
        }
    }

    /** Groups cannot lie in each other, and pairs go on side by side: a task is told in one piece when it has ended. */
    private List<String> lines(Facts event) {
        if (event.event().task().isEmpty()) {
            return ofWhole(event);
        }
        List<Facts> told = open.computeIfAbsent(key(event), key -> new ArrayList<>());
        told.add(event);
        if (event.is(Event.Kind.TASK_ENDED)) {
            open.remove(key(event));
            return ofTask(told, event);
        }
        boolean longWait = event.is(Event.Kind.WAITING) && event.decimal("seconds") >= LONG_WAIT.toSeconds();
        return longWait ? inert(new RunText(display, story).tell(event)) : List.of();
    }

    private List<String> ofWhole(Facts event) {
        return switch (event.event().kind()) {
            case WARNING -> List.of(GithubLines.annotation("warning", Optional.empty(), "runbook", event.text("text")));
            case PAIR_ENDED -> pairEnded(event);
            case RUN_ENDED -> inert(ending());
            default -> inert(new RunText(display, story).tell(event));
        };
    }

    private List<String> ofTask(List<Facts> told, Facts end) {
        List<String> lines = new ArrayList<>();
        String title = title(told, end);
        lines.add(GithubLines.group(end.event().pair() + "  " + title));
        RunText run = new RunText(display, story);
        for (Facts event : told) {
            List<String> own = inert(run.tell(event));
            // The title of the group says what the first line would.
            lines.addAll(event.equals(told.get(0)) && event.is(Event.Kind.TASK_STARTED) ? List.of() : own);
        }
        lines.add(GithubLines.endGroup());
        told.stream()
                .filter(event -> event.is(Event.Kind.WARNING))
                .map(event -> GithubLines.annotation("warning", Optional.empty(), title, event.text("text")))
                .forEach(lines::add);
        failure(told.get(0), end, title).ifPresent(lines::add);
        return lines;
    }

    private String title(List<Facts> told, Facts end) {
        String name = told.get(0).is(Event.Kind.TASK_STARTED)
                ? PairStory.title(told.get(0))
                : end.event().task();
        String status = end.truth("foreseen") ? "foreseen" : end.text("status");
        return Verdict.word(status, story.isCheck()) + "  " + name;
    }

    private static Optional<String> failure(Facts start, Facts end, String title) {
        String kind = switch (end.text("status")) {
            case "failed" -> "error";
            case "ignored", "rescued" -> "warning";
            default -> "";
        };
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder message = new StringBuilder(end.text("message"));
        end.texts("problems").forEach(problem -> message.append('\n').append(problem));
        end.given("advice").ifPresent(advice -> message.append("\ndo: ").append(advice));
        String whole = end.event().pair() + "  " + title;
        return Optional.of(GithubLines.annotation(
                kind, end.given("place").or(() -> start.given("place")), whole, message.toString()));
    }

    /** A pair whose failure no task has told. */
    private List<String> pairEnded(Facts event) {
        PairStory pair = story.pair(event.event().pair());
        boolean well = Event.isGoodEnd(pair.status()) || pair.status().equals("not-started");
        boolean said = pair.failures().stream()
                .anyMatch(failure -> failure.end().text("status").equals("failed"));
        return well || said
                ? List.of()
                : List.of(GithubLines.annotation(
                        "error", Optional.empty(), pair.name() + "  " + pair.status(), event.text("message")));
    }

    private List<String> ending() {
        Recap recap = new Recap(display, story);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(recap.table());
        if (recap.changedNothing() || story.isCheck()) {
            lines.add("");
            lines.add(story.unchanged());
        }
        return lines;
    }

    private static List<String> inert(List<String> lines) {
        return lines.stream().map(GithubLines::inert).toList();
    }

    private static String key(Facts event) {
        return event.event().pair() + "/" + event.event().task();
    }
}
