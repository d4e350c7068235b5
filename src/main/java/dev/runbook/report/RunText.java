package dev.runbook.report;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A run as lines: on a terminal one for each finished task; elsewhere also each call and state, with the time of day. */
final class RunText {

    private static final Duration TICK_EVERY = Duration.ofMinutes(1);

    private final Display display;
    private final Ink ink;
    private final CallText calls;
    private final Story story;
    private final DateTimeFormatter time;
    private final Map<String, Instant> lastTick = new HashMap<>();
    private final Map<String, String> taskNames = new HashMap<>();

    RunText(Display display, Story story) {
        this.display = display;
        this.ink = new Ink(display.colours());
        this.calls = new CallText(ink, display.width());
        this.story = story;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(display.zone());
    }

    List<String> tell(Facts event) {
        return switch (event.event().kind()) {
            case RUN_STARTED ->
                List.of(ink.bold(event.text("runbook")) + " on "
                        + Figures.count(event.texts("pairs").size(), "pair") + "  "
                        + ink.dim("run " + event.text("run")));
            case PAIR_STARTED -> line(event, started(event));
            case TASK_STARTED -> taskStarted(event);
            case CHANGE -> change(event);
            case CHANGE_SKIPPED -> skipped(event);
            case WAITING -> progress(event, PairStory.waiting(event) + ", " + Figures.time(event.decimal("seconds")));
            case TICK -> tick(event);
            case RETRY -> line(event, ink.changed(retry(event)));
            case OUTPUT ->
                event.text("text")
                        .lines()
                        .map(text -> prefix(event) + ink.dim("| ") + text)
                        .toList();
            case WARNING -> wrapped(event, "warning: ", event.text("text"));
            case NOTIFIED -> line(event, ink.dim("notified: ") + event.text("handler"));
            case TASK_ENDED -> taskEnded(event);
            case WORLD, CHANGE_DONE, UNDONE, OTHERWISE, PAIR_ENDED, RUN_ENDED -> List.of();
        };
    }

    /** A line for whoever looks for a fault, with the pair or thread it comes from. */
    List<String> note(Instant at, String origin, String text) {
        String clock = display.live() ? "" : time.format(at) + "  ";
        String name = origin.isEmpty() ? "" : Paragraph.padded(Facts.plain(origin), story.nameWidth()) + "  ";
        return Facts.plain(text)
                .lines()
                .map(line -> ink.dim(clock) + ink.place(name) + ink.dim(line))
                .toList();
    }

    private static String started(Facts event) {
        return event.text("source") + " -> " + event.text("target")
                + (event.truth("resumed") ? ", continues refresh " + event.text("refresh") : "");
    }

    private List<String> taskStarted(Facts event) {
        taskNames.put(event.event().pair(), PairStory.title(event));
        if (event.truth("foreseen")) {
            return List.of();
        }
        return progress(event, ink.bold(PairStory.title(event)));
    }

    private List<String> change(Facts event) {
        String text = CallText.title(event)
                + CallText.unmade(event).map(why -> "  (" + why + ")").orElse("");
        List<String> lines = new ArrayList<>(display.verbose() ? line(event, text) : progress(event, text));
        if (display.verbose()) {
            lines.addAll(calls.parameters(event));
        }
        List<String> diff = calls.diff(event);
        if (lines.isEmpty() && !diff.isEmpty()) {
            lines.addAll(line(event, text));
        }
        lines.addAll(diff);
        return lines;
    }

    private List<String> skipped(Facts event) {
        String reason = event.given("reason").orElse("already there");
        return display.verbose() ? line(event, ink.dim(CallText.title(event) + " (" + reason + ")")) : List.of();
    }

    private List<String> tick(Facts event) {
        Instant now = event.event().at();
        String pair = event.event().pair();
        Instant last = lastTick.computeIfAbsent(pair, name -> now);
        if (Duration.between(last, now).compareTo(TICK_EVERY) < 0) {
            return List.of();
        }
        lastTick.put(pair, now);
        return progress(event, story.pair(pair).state());
    }

    private List<String> taskEnded(Facts event) {
        PairStory pair = story.pair(event.event().pair());
        String status = event.text("status");
        String name = Optional.ofNullable(taskNames.get(pair.name()))
                .orElse(event.event().task());
        if (event.truth("foreseen")) {
            List<String> lines = new ArrayList<>(line(event, ink.bad(PairStory.foreseen(name, event))));
            lines.addAll(wrapped(event, "  ", event.text("message")));
            return lines;
        }
        String callsMade = event.whole("changes") > 0 ? Figures.count(event.whole("changes"), "call") + ", " : "";
        String time = status.equals("skipped") ? "" : Figures.time(event.decimal("seconds"));
        String text = Paragraph.padded(status, 8) + name + "  " + ink.dim(callsMade + time);
        List<String> lines = new ArrayList<>(line(event, ink.status(status, text.stripTrailing())));
        if (!status.equals("ok") && !status.equals("changed")) {
            event.given("message").ifPresent(message -> lines.addAll(wrapped(event, "  ", message)));
        }
        return lines;
    }

    static String retry(Facts event) {
        String most = event.whole("attempts_max") > 0 ? " of " + event.whole("attempts_max") : "";
        return "again in " + Figures.time(event.decimal("delay_seconds")) + " (attempt " + event.whole("attempt") + most
                + "): " + event.text("reason");
    }

    /** A line of progress, which a terminal shows at its foot and does not keep. */
    private List<String> progress(Facts event, String text) {
        return display.live() ? List.of() : line(event, text);
    }

    private List<String> line(Facts event, String text) {
        return List.of(prefix(event) + text);
    }

    private List<String> wrapped(Facts event, String label, String text) {
        String prefix = prefix(event);
        int room = Math.max(20, display.width() - plainPrefixWidth());
        return Paragraph.hanging(label, text, room).stream()
                .map(line -> prefix + ink.changed(line))
                .toList();
    }

    private String prefix(Facts event) {
        String pair = event.event().pair();
        String name = pair.isEmpty() ? "" : Paragraph.padded(pair, story.nameWidth()) + "  ";
        String clock = display.live() ? "" : time.format(event.event().at()) + "  ";
        return ink.dim(clock) + ink.place(name);
    }

    private int plainPrefixWidth() {
        return (display.live() ? 0 : 10) + story.nameWidth() + 2;
    }
}
