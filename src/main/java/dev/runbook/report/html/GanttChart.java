package dev.runbook.report.html;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.report.Formats;
import dev.runbook.report.Markup;
import dev.runbook.report.PairState;
import dev.runbook.report.RunTree;
import dev.runbook.report.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** When each task of each pair ran and waited, on one time scale. */
final class GanttChart {

    private static final int[] STEPS_SECONDS = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800
    };
    private static final int TICKS_MAX = 5;
    private static final List<String> STATUSES =
            List.of("ok", "changed", "skipped", "failed", "rescued", "ignored", "cut-off");

    private final RunTree run;
    private final Instant begin;
    private final double seconds;

    GanttChart(RunTree run) {
        this.run = run;
        List<Instant> moments = moments(run);
        this.begin = moments.stream().min(Instant::compareTo).orElse(Instant.EPOCH);
        Instant end = moments.stream().max(Instant::compareTo).orElse(begin);
        this.seconds = Math.max(0.001, between(begin, end));
    }

    void write(Markup page) {
        page.open("section", "id", "timeline", "aria-labelledby", "timeline-title");
        page.element("h2", "Timeline", "id", "timeline-title").raw("\n");
        legend(page);
        for (int pair = 0; pair < run.pairs().size(); pair++) {
            pair(page, run.pairs().get(pair), pair);
        }
        page.close("section");
    }

    private void pair(Markup page, RunTree.PairNode pair, int number) {
        page.open("h3").text(pair.name() + " ");
        PairTable.status(page, pair.status());
        page.close("h3");
        if (pair.tasks().isEmpty()) {
            page.element("p", "No task of this pair was begun.");
            return;
        }
        page.open("ol", "class", "gantt");
        for (int task = 0; task < pair.tasks().size(); task++) {
            row(page, pair.tasks().get(task), CallList.anchor(number, task));
        }
        axis(page);
        page.close("ol");
    }

    private void row(Markup page, RunTree.TaskNode task, String anchor) {
        Instant start = task.started().at();
        Instant end = task.endEvent().map(EventRecord::at).orElse(task.last().at());
        page.open("li");
        page.element("a", task.title(), "class", "name", "href", "#" + anchor);
        page.open("span", "class", "how");
        PairTable.status(page, task.word());
        page.element("span", Formats.time(between(start, end)), "class", "took").close("span");
        page.open("svg", "class", "chart", "role", "img", "aria-label", words(task, start, end));
        grid(page);
        bar(page, task, start, end);
        waits(page, task, end);
        page.close("svg");
        page.close("li").raw("\n");
    }

    private void bar(Markup page, RunTree.TaskNode task, Instant start, Instant end) {
        page.open(
                "rect",
                new Band("bar " + task.status(), "3", "18")
                        .across(percent(between(begin, start)), percent(between(start, end))));
        page.element("title", words(task, start, end)).close("rect");
    }

    /** What the task waited for, in the lower half of its bar: each state until the next one or the end. */
    private void waits(Markup page, RunTree.TaskNode task, Instant end) {
        List<EventRecord<?>> told =
                task.eventsOf(Set.of(Event.ChangeAwaited.class, Event.ChangeAnnounced.class, Event.ChangeDone.class));
        for (int at = 0; at < told.size(); at++) {
            if (told.get(at).event() instanceof Event.ChangeAwaited state) {
                Instant from = told.get(at).at();
                Instant to = at + 1 < told.size() ? told.get(at + 1).at() : end;
                page.open(
                        "rect",
                        new Band("wait", "12", "9").across(percent(between(begin, from)), percent(between(from, to))));
                page.element("title", PairState.waiting(state) + ", " + Formats.time(between(from, to)));
                page.close("rect");
            }
        }
    }

    /** How a rectangle looks and how high up it lies. */
    private record Band(String kind, String top, String height) {

        String[] across(String x, String width) {
            return new String[] {"class", kind, "x", x, "y", top, "width", width, "height", height, "rx", "2"};
        }
    }

    private String words(RunTree.TaskNode task, Instant start, Instant end) {
        String calls = task.endEvent()
                .map(told -> told.event().changes())
                .filter(count -> count > 0)
                .map(count -> Formats.count(count, "call") + ", ")
                .orElse("");
        return task.name() + ": " + task.status().replace('-', ' ') + ", " + calls + Formats.time(between(start, end))
                + " (" + Timestamps.clock(start) + " to " + Timestamps.clock(end) + ")";
    }

    private void grid(Markup page) {
        ticks().forEach(tick -> page.open(
                        "line", "class", "grid", "x1", percent(tick), "x2", percent(tick), "y1", "0", "y2", "100%")
                .close("line"));
    }

    private void axis(Markup page) {
        page.open("li", "class", "axis", "aria-hidden", "true");
        page.open("svg", "class", "chart");
        grid(page);
        ticks().forEach(tick -> {
            String anchor = tick == 0 ? "start" : tick > seconds * 0.94 ? "end" : "middle";
            page.element("text", Formats.clock(Math.round(tick)), "x", percent(tick), "y", "16", "text-anchor", anchor);
        });
        page.close("svg").close("li").raw("\n");
    }

    private List<Double> ticks() {
        double step = STEPS_SECONDS[STEPS_SECONDS.length - 1];
        for (int at = STEPS_SECONDS.length - 1; at >= 0; at--) {
            step = seconds / STEPS_SECONDS[at] <= TICKS_MAX ? STEPS_SECONDS[at] : step;
        }
        double every = step;
        return Stream.iterate(0.0, tick -> tick <= seconds, tick -> tick + every)
                .limit(50)
                .toList();
    }

    private void legend(Markup page) {
        List<String> seen = run.pairs().stream()
                .flatMap(pair -> pair.tasks().stream())
                .map(RunTree.TaskNode::status)
                .toList();
        page.raw(PATTERNS);
        page.open("ul", "class", "legend");
        STATUSES.stream()
                .filter(seen::contains)
                .forEach(status -> key(page, "bar " + status, status.replace('-', ' ')));
        key(page, "wait", "waiting for AWS");
        page.close("ul");
    }

    private static void key(Markup page, String kind, String word) {
        page.open("li");
        page.open("svg", "class", "key", "aria-hidden", "true");
        if (kind.equals("wait")) {
            page.open("rect", "class", "bar changed", "x", "0", "y", "0", "width", "100%", "height", "100%")
                    .close("rect");
        }
        page.open(
                        "rect",
                        "class",
                        kind,
                        "x",
                        "0",
                        "y",
                        kind.equals("wait") ? "50%" : "0",
                        "width",
                        "100%",
                        "height",
                        kind.equals("wait") ? "50%" : "100%")
                .close("rect");
        page.close("svg").text(" " + word).close("li").raw("\n");
    }

    private static final String PATTERNS = """
        <svg class="patterns" aria-hidden="true" width="0" height="0"><defs>
        <pattern id="p-failed" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="f" width="8" height="8"></rect><path class="l" d="M0 0l8 8M8 0l-8 8"></path></pattern>
        <pattern id="p-rescued" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="r" width="6" height="6"></rect><path class="l" d="M0 6l6 -6"></path></pattern>
        <pattern id="p-ignored" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="i" width="6" height="6"></rect><path class="l" d="M0 0l6 6"></path></pattern>
        <pattern id="p-wait" width="4" height="4" patternUnits="userSpaceOnUse"><rect class="w" width="4" height="4"></rect><circle class="d" cx="2" cy="2" r="0.9"></circle></pattern>
        </defs></svg>
        """;

    private String percent(double offsetSeconds) {
        return String.format(Locale.ROOT, "%.3f%%", Math.min(100, Math.max(0, offsetSeconds / seconds * 100)));
    }

    private static double between(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static List<Instant> moments(RunTree run) {
        Stream<EventRecord<?>> ends = Stream.of(run.started(), run.ended()).flatMap(Optional::stream);
        Stream<EventRecord<?>> tasks =
                run.pairs().stream().flatMap(pair -> pair.tasks().stream()).flatMap(task -> task.events().stream());
        return Stream.concat(ends, tasks).map(EventRecord::at).toList();
    }
}
