package dev.runbook.report.text;

import dev.runbook.journal.Event;
import dev.runbook.journal.Event.RunStarted;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.EventVisitor;
import dev.runbook.journal.TaskStatus;
import dev.runbook.report.Formats;
import dev.runbook.report.PairState;
import dev.runbook.report.RunConclusion;
import dev.runbook.report.RunState;
import dev.runbook.yaml.PrintableText;
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
public final class RunText implements EventVisitor<List<String>> {

    private static final Duration TICK_EVERY = Duration.ofMinutes(1);
    private static final int CLOCK_WIDTH = 10;
    private static final int ROOM_MIN = 12;
    private static final int NAME_WIDTH_MIN = 8;
    private static final char HARD_SPACE = '\u00a0';

    private final Display display;
    private final AnsiStyle style;
    private final CallText calls;
    private final RunState runState;
    private final DateTimeFormatter time;
    private final Map<String, Instant> lastTick = new HashMap<>();
    private final Map<String, String> taskNames = new HashMap<>();
    private long second;
    private String timeOfSecond = "";

    public RunText(Display display, RunState runState) {
        this.display = display;
        this.style = new AnsiStyle(display.colours());
        this.calls = new CallText(style, display.width(), true);
        this.runState = runState;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(display.zone());
    }

    public List<String> tell(EventRecord<?> record) {
        return record.accept(this);
    }

    @Override
    public List<String> runStarted(EventRecord<Event.RunStarted> record) {
        RunStarted start = record.event();
        String title = RunState.title(start);
        String run = RunState.id(start).map(id -> "run " + id).orElse("");
        String pairs = RunState.reach(start);
        String line = title + pairs + (run.isEmpty() ? "" : "  " + run);
        if (line.length() <= display.width()) {
            return List.of(style.bold(title) + pairs + (run.isEmpty() ? "" : "  " + style.dim(run)));
        }
        List<String> lines = new ArrayList<>();
        Paragraph.wrap(title + pairs, display.width()).stream().map(style::bold).forEach(lines::add);
        Paragraph.wrap(run, display.width()).stream().map(style::dim).forEach(lines::add);
        return lines;
    }

    @Override
    public List<String> pairStarted(EventRecord<Event.PairStarted> record) {
        Event.PairStarted start = record.event();
        String text = start.source() + " -> " + start.target()
                + (start.resumed() ? ", continues refresh " + start.refresh() : "");
        return line(record, UnaryOperator.identity(), "", text);
    }

    @Override
    public List<String> instancesListed(EventRecord<Event.InstancesListed> record) {
        return List.of();
    }

    @Override
    public List<String> taskStarted(EventRecord<Event.TaskStarted> record) {
        taskNames.put(record.pair(), PairState.title(record));
        return record.event().preflightOnly() ? List.of() : progress(record, style::bold, PairState.title(record));
    }

    @Override
    public List<String> changeAnnounced(EventRecord<Event.ChangeAnnounced> record) {
        Event.ChangeAnnounced change = record.event();
        String text = change.call()
                + CallText.unmade(change).map(why -> "  (" + why + ")").orElse("");
        List<String> lines = new ArrayList<>(
                display.verbose()
                        ? line(record, UnaryOperator.identity(), "", text)
                        : progress(record, UnaryOperator.identity(), text));
        if (display.verbose()) {
            lines.addAll(calls.parameters(change));
        }
        List<String> diff = calls.diff(change);
        if (lines.isEmpty() && !diff.isEmpty()) {
            lines.addAll(line(record, UnaryOperator.identity(), "", text));
        }
        lines.addAll(diff);
        return lines;
    }

    @Override
    public List<String> changeSkipped(EventRecord<Event.ChangeSkipped> record) {
        String text = record.event().call() + " (" + CallText.reason(record.event()) + ")";
        return display.verbose() ? line(record, style::dim, "", text) : List.of();
    }

    @Override
    public List<String> changeDone(EventRecord<Event.ChangeDone> record) {
        return List.of();
    }

    @Override
    public List<String> changeAwaited(EventRecord<Event.ChangeAwaited> record) {
        String text = PairState.waiting(record.event()) + ", "
                + Formats.time(record.event().duration());
        return progress(record, UnaryOperator.identity(), text);
    }

    @Override
    public List<String> workProgressed(EventRecord<Event.WorkProgressed> record) {
        Instant last = lastTick.computeIfAbsent(record.pair(), name -> record.at());
        if (Duration.between(last, record.at()).compareTo(TICK_EVERY) < 0) {
            return List.of();
        }
        lastTick.put(record.pair(), record.at());
        return progress(
                record, UnaryOperator.identity(), runState.pair(record.pair()).state());
    }

    @Override
    public List<String> outputWritten(EventRecord<Event.OutputWritten> record) {
        return record.event()
                .text()
                .lines()
                .flatMap(text -> output(record, text))
                .toList();
    }

    @Override
    public List<String> warningIssued(EventRecord<Event.WarningIssued> record) {
        return line(record, style::changeColor, "warning: ", record.event().text());
    }

    @Override
    public List<String> retryScheduled(EventRecord<Event.RetryScheduled> record) {
        return line(record, style::changeColor, "", retry(record.event()));
    }

    @Override
    public List<String> handlerNotified(EventRecord<Event.HandlerNotified> record) {
        return line(
                record, UnaryOperator.identity(), "notified: ", record.event().handler());
    }

    @Override
    public List<String> blockUndone(EventRecord<Event.BlockUndone> record) {
        return List.of();
    }

    @Override
    public List<String> alternativeFound(EventRecord<Event.AlternativeFound> record) {
        return List.of();
    }

    @Override
    public List<String> taskEnded(EventRecord<Event.TaskEnded> record) {
        Event.TaskEnded end = record.event();
        String status = end.status().word();
        String name = Optional.ofNullable(taskNames.get(record.pair())).orElse(record.task());
        if (end.flags().preflightOnly()) {
            List<String> lines = new ArrayList<>(line(record, style::bad, "", PairState.foreseen(name, end)));
            lines.addAll(line(record, style::changeColor, "  ", end.message().orElse("")));
            return lines;
        }
        String callsMade = end.changes() > 0 ? Formats.count(end.changes(), "call") + ", " : "";
        String time = end.status() == TaskStatus.SKIPPED ? "" : Formats.time(end.duration());
        String word = Paragraph.pad(RunConclusion.word(status, runState.isCheck()), runState.isCheck() ? 13 : 8);
        String measure = (callsMade + time).replace(' ', HARD_SPACE);
        List<String> lines =
                new ArrayList<>(line(record, text -> endLine(status, text, measure), word, name + "  " + measure));
        if (end.status() != TaskStatus.OK && end.status() != TaskStatus.CHANGED) {
            end.message().ifPresent(message -> lines.addAll(line(record, style::changeColor, "  ", message)));
        }
        return lines;
    }

    @Override
    public List<String> pairEnded(EventRecord<Event.PairEnded> record) {
        return List.of();
    }

    @Override
    public List<String> runEnded(EventRecord<Event.RunEnded> record) {
        return List.of();
    }

    /** A diagnostic log line, with its pair or thread. */
    List<String> note(Instant at, String origin, String text) {
        String clock = display.live() ? "" : timeOfDay(at) + "  ";
        String name = origin.isEmpty() ? "" : padName(PrintableText.of(origin));
        int room = display.live() ? room(name) : Integer.MAX_VALUE;
        return Paragraph.wrap(PrintableText.of(text), room).stream()
                .map(line -> style.dim(clock) + style.place(name) + style.dim(line))
                .toList();
    }

    /** On a terminal broken at words; elsewhere as it was printed, to be searched. */
    private Stream<String> output(EventRecord<?> event, String text) {
        String mark = "| ";
        List<String> lines = display.live() ? Paragraph.wrap(text, room(name(event)) - mark.length()) : List.of(text);
        return lines.stream().map(line -> prefix(event) + style.dim(mark) + line);
    }

    private String endLine(String status, String line, String measure) {
        boolean last = !measure.isEmpty() && line.endsWith(measure);
        String shown = last ? line.substring(0, line.length() - measure.length()) + style.dim(measure) : line;
        return style.status(status, shown.replace(HARD_SPACE, ' '));
    }

    static String retry(Event.RetryScheduled retry) {
        String most = retry.attemptsMax() > 0 ? " of " + retry.attemptsMax() : "";
        String left = retry.timeLeft()
                .map(time -> ", for " + Formats.time(time) + " more at most")
                .orElse("");
        return "again in " + Formats.time(retry.delay()) + " (attempt " + retry.attempt() + most + left + "): "
                + retry.reason();
    }

    /** A line of progress, which a terminal shows at its foot and does not keep. */
    private List<String> progress(EventRecord<?> event, UnaryOperator<String> paint, String text) {
        return display.live() ? List.of() : line(event, paint, "", text);
    }

    /** A text after a label, broken at words; each of its lines names the pair, for lines of others may stand between. */
    private List<String> line(EventRecord<?> event, UnaryOperator<String> paint, String label, String text) {
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

    private String prefix(EventRecord<?> event) {
        String clock = display.live() ? "" : timeOfDay(event.at()) + "  ";
        return style.dim(clock) + style.place(name(event));
    }

    /** Many lines are of the same second, and to format it takes longer than the rest of a line. */
    private String timeOfDay(Instant at) {
        if (at.getEpochSecond() != second || timeOfSecond.isEmpty()) {
            second = at.getEpochSecond();
            timeOfSecond = time.format(at);
        }
        return timeOfSecond;
    }

    private String name(EventRecord<?> event) {
        String pair = event.pair();
        return pair.isEmpty() ? "" : padName(pair);
    }

    /** In its column, which on a terminal leaves most of the line to what is said. */
    private String padName(String name) {
        int most = Math.max(NAME_WIDTH_MIN, display.width() / 3);
        return display.live() && runState.nameWidth() > most
                ? Paragraph.pad(Paragraph.cut(name, most), most) + "  "
                : Paragraph.pad(name, runState.nameWidth()) + "  ";
    }

    /** How much of a line is left after the name of a pair and, on paper, the time. */
    private int room(String name) {
        return Math.max(ROOM_MIN, display.width() - (display.live() ? 0 : CLOCK_WIDTH) - name.length());
    }
}
