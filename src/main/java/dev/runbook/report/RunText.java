package dev.runbook.report;

import dev.runbook.yaml.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A run as lines: on a terminal one for each finished task; elsewhere also each call and state, with the time of day. */
final class RunText {

    private static final Duration TICK_EVERY = Duration.ofMinutes(1);
    private static final int CLOCK_WIDTH = 10;
    private static final int ROOM_MIN = 12;
    private static final int NAME_WIDTH_MIN = 8;
    private static final char HARD_SPACE = '\u00a0';

    private final Display display;
    private final Ink ink;
    private final CallText calls;
    private final Story story;
    private final DateTimeFormatter time;
    private final Map<String, Instant> lastTick = new HashMap<>();
    private final Map<String, String> taskNames = new HashMap<>();
    private long second;
    private String timeOfSecond = "";

    RunText(Display display, Story story) {
        this.display = display;
        this.ink = new Ink(display.colours());
        this.calls = new CallText(ink, display.width(), true);
        this.story = story;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(display.zone());
    }

    List<String> tell(Facts event) {
        return switch (event.event().kind()) {
            case RUN_STARTED -> runStarted(event);
            case PAIR_STARTED -> line(event, UnaryOperator.identity(), "", started(event));
            case TASK_STARTED -> taskStarted(event);
            case CHANGE -> change(event);
            case CHANGE_SKIPPED -> skipped(event);
            case WAITING ->
                progress(
                        event,
                        UnaryOperator.identity(),
                        PairStory.waiting(event) + ", " + Figures.time(event.decimal("seconds")));
            case TICK -> tick(event);
            case RETRY -> line(event, ink::changed, "", retry(event));
            case OUTPUT ->
                event.text("text").lines().flatMap(text -> output(event, text)).toList();
            case WARNING -> line(event, ink::changed, "warning: ", event.text("text"));
            case NOTIFIED -> line(event, UnaryOperator.identity(), "notified: ", event.text("handler"));
            case TASK_ENDED -> taskEnded(event);
            case WORLD, CHANGE_DONE, UNDONE, OTHERWISE, PAIR_ENDED, RUN_ENDED -> List.of();
        };
    }

    /** A line for whoever looks for a fault, with the pair or thread it comes from. */
    List<String> note(Instant at, String origin, String text) {
        String clock = display.live() ? "" : timeOfDay(at) + "  ";
        String name = origin.isEmpty() ? "" : padded(Printable.of(origin));
        int room = display.live() ? room(name) : Integer.MAX_VALUE;
        return Paragraph.wrap(Printable.of(text), room).stream()
                .map(line -> ink.dim(clock) + ink.place(name) + ink.dim(line))
                .toList();
    }

    private List<String> runStarted(Facts event) {
        String title = Story.title(event);
        String run = Story.id(event).map(id -> "run " + id).orElse("");
        String pairs = Story.reach(event);
        String line = title + pairs + (run.isEmpty() ? "" : "  " + run);
        if (line.length() <= display.width()) {
            return List.of(ink.bold(title) + pairs + (run.isEmpty() ? "" : "  " + ink.dim(run)));
        }
        List<String> lines = new ArrayList<>();
        Paragraph.wrap(title + pairs, display.width()).stream().map(ink::bold).forEach(lines::add);
        Paragraph.wrap(run, display.width()).stream().map(ink::dim).forEach(lines::add);
        return lines;
    }

    /** On a terminal broken at words; elsewhere as it was printed, to be searched. */
    private Stream<String> output(Facts event, String text) {
        String mark = "| ";
        List<String> lines = display.live() ? Paragraph.wrap(text, room(name(event)) - mark.length()) : List.of(text);
        return lines.stream().map(line -> prefix(event) + ink.dim(mark) + line);
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
        return progress(event, ink::bold, PairStory.title(event));
    }

    private List<String> change(Facts event) {
        String text = CallText.title(event)
                + CallText.unmade(event).map(why -> "  (" + why + ")").orElse("");
        List<String> lines = new ArrayList<>(
                display.verbose()
                        ? line(event, UnaryOperator.identity(), "", text)
                        : progress(event, UnaryOperator.identity(), text));
        if (display.verbose()) {
            lines.addAll(calls.parameters(event));
        }
        List<String> diff = calls.diff(event);
        if (lines.isEmpty() && !diff.isEmpty()) {
            lines.addAll(line(event, UnaryOperator.identity(), "", text));
        }
        lines.addAll(diff);
        return lines;
    }

    private List<String> skipped(Facts event) {
        String reason = event.given("reason").orElse("already there");
        return display.verbose() ? line(event, ink::dim, "", CallText.title(event) + " (" + reason + ")") : List.of();
    }

    private List<String> tick(Facts event) {
        Instant now = event.event().at();
        String pair = event.event().pair();
        Instant last = lastTick.computeIfAbsent(pair, name -> now);
        if (Duration.between(last, now).compareTo(TICK_EVERY) < 0) {
            return List.of();
        }
        lastTick.put(pair, now);
        return progress(event, UnaryOperator.identity(), story.pair(pair).state());
    }

    private List<String> taskEnded(Facts event) {
        PairStory pair = story.pair(event.event().pair());
        String status = event.text("status");
        String name = Optional.ofNullable(taskNames.get(pair.name()))
                .orElse(event.event().task());
        if (event.truth("foreseen")) {
            List<String> lines = new ArrayList<>(line(event, ink::bad, "", PairStory.foreseen(name, event)));
            lines.addAll(line(event, ink::changed, "  ", event.text("message")));
            return lines;
        }
        String callsMade = event.whole("changes") > 0 ? Figures.count(event.whole("changes"), "call") + ", " : "";
        String time = status.equals("skipped") ? "" : Figures.time(event.decimal("seconds"));
        String word = Paragraph.padded(Verdict.word(status, story.isCheck()), story.isCheck() ? 13 : 8);
        String measure = (callsMade + time).replace(' ', HARD_SPACE);
        List<String> lines =
                new ArrayList<>(line(event, text -> ended(status, text, measure), word, name + "  " + measure));
        if (!status.equals("ok") && !status.equals("changed")) {
            event.given("message").ifPresent(message -> lines.addAll(line(event, ink::changed, "  ", message)));
        }
        return lines;
    }

    private String ended(String status, String line, String measure) {
        boolean last = !measure.isEmpty() && line.endsWith(measure);
        String shown = last ? line.substring(0, line.length() - measure.length()) + ink.dim(measure) : line;
        return ink.status(status, shown.replace(HARD_SPACE, ' '));
    }

    static String retry(Facts event) {
        String most = event.whole("attempts_max") > 0 ? " of " + event.whole("attempts_max") : "";
        String left = event.given("left_seconds").isPresent()
                ? ", for " + Figures.time(event.decimal("left_seconds")) + " more at most"
                : "";
        return "again in " + Figures.time(event.decimal("delay_seconds")) + " (attempt " + event.whole("attempt") + most
                + left + "): " + event.text("reason");
    }

    /** A line of progress, which a terminal shows at its foot and does not keep. */
    private List<String> progress(Facts event, UnaryOperator<String> paint, String text) {
        return display.live() ? List.of() : line(event, paint, "", text);
    }

    /** A text after a label, broken at words; each of its lines names the pair, for lines of others may stand between. */
    private List<String> line(Facts event, UnaryOperator<String> paint, String label, String text) {
        String prefix = prefix(event);
        int room = room(name(event));
        boolean one = label.length() + text.length() <= room && text.indexOf('\n') < 0;
        String margin = one || !label.isEmpty() ? "" : "  ";
        List<String> lines = new ArrayList<>();
        for (String line : Paragraph.hanging(label, text, room - margin.length())) {
            lines.add(prefix + paint.apply((lines.isEmpty() ? "" : margin) + line.stripTrailing()));
        }
        return lines;
    }

    private String prefix(Facts event) {
        String clock = display.live() ? "" : timeOfDay(event.event().at()) + "  ";
        return ink.dim(clock) + ink.place(name(event));
    }

    /** Many lines are of the same second, and to format it takes longer than the rest of a line. */
    private String timeOfDay(Instant at) {
        if (at.getEpochSecond() != second || timeOfSecond.isEmpty()) {
            second = at.getEpochSecond();
            timeOfSecond = time.format(at);
        }
        return timeOfSecond;
    }

    private String name(Facts event) {
        String pair = event.event().pair();
        return pair.isEmpty() ? "" : padded(pair);
    }

    /** In its column, which on a terminal leaves most of the line to what is said. */
    private String padded(String name) {
        int most = Math.max(NAME_WIDTH_MIN, display.width() / 3);
        return display.live() && story.nameWidth() > most
                ? Paragraph.padded(Paragraph.cut(name, most), most) + "  "
                : Paragraph.padded(name, story.nameWidth()) + "  ";
    }

    /** How much of a line is left after the name of a pair and, on paper, the time. */
    private int room(String name) {
        return Math.max(ROOM_MIN, display.width() - (display.live() ? 0 : CLOCK_WIDTH) - name.length());
    }
}
