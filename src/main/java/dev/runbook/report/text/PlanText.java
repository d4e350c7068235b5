package dev.runbook.report.text;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.EventVisitor;
import dev.runbook.report.Formats;
import dev.runbook.report.PairState;
import dev.runbook.report.RunState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A check as a diff: each pair in one piece, in the order of the inventory, and the totals. */
final class PlanText implements EventVisitor<List<String>> {

    private final Display display;
    private final AnsiStyle style;
    private final CallText calls;
    private final RunState runState;
    private final Map<String, List<String>> lines = new LinkedHashMap<>();
    private final Map<String, RepeatedCalls> folded = new HashMap<>();
    private final CallCounts counts = new CallCounts();

    PlanText(Display display, RunState runState) {
        this.display = display;
        this.style = new AnsiStyle(display.colours());
        this.calls = new CallText(style, display.width(), display.verbose());
        this.runState = runState;
    }

    /** The last line: how many calls of which kind. */
    List<String> totals() {
        boolean whole = runState.pairs().stream()
                .allMatch(pairState -> pairState.status().isSuccess());
        String start = whole
                ? "Plan for " + Formats.count(runState.pairs().size(), "pair") + ": "
                : "Not a whole plan, a run would stop where this did: ";
        return Paragraph.wrap(start + counts.text() + ". " + runState.unchangedMessage(), display.width());
    }

    /** The lines that can be printed now: those of pairs that are complete, none before an earlier one. */
    List<String> tell(EventRecord<?> record) {
        String pair = record.pair();
        if (pair.isEmpty()) {
            return record.accept(this);
        }
        List<String> own = lines.computeIfAbsent(pair, name -> new ArrayList<>());
        if (!folds(record)) {
            own.addAll(countLines(pair));
            own.addAll(record.accept(this));
        }
        return record.is(Event.PairEnded.class) ? complete() : List.of();
    }

    /** Whether the call is counted instead of shown; then that is done. */
    private boolean folds(EventRecord<?> record) {
        if (record.is(Event.TaskStarted.class)) {
            folded.put(record.pair(), new RepeatedCalls());
        }
        Optional<Event.ChangeAnnounced> hidden = record.as(Event.ChangeAnnounced.class)
                .map(EventRecord::event)
                .filter(change -> !display.verbose()
                        && folded.computeIfAbsent(record.pair(), pair -> new RepeatedCalls())
                                .hides(change.call()));
        hidden.ifPresent(this::count);
        return hidden.isPresent();
    }

    private List<String> countLines(String pair) {
        return Optional.ofNullable(folded.get(pair)).map(RepeatedCalls::takeCounts).orElse(List.of()).stream()
                .map(more -> style.dim("    ... " + more + "; -v shows all"))
                .toList();
    }

    private void count(Event.ChangeAnnounced change) {
        if (!change.mode().predictedOnly()) {
            counts.call(change.call().service());
        }
    }

    @Override
    public List<String> runStarted(EventRecord<Event.RunStarted> record) {
        List<String> text = new ArrayList<>(
                Paragraph.wrap(RunState.title(record.event()) + RunState.reach(record.event()), display.width()));
        text.add("");
        return text;
    }

    @Override
    public List<String> pairStarted(EventRecord<Event.PairStarted> record) {
        Event.PairStarted start = record.event();
        List<String> text = new ArrayList<>();
        String sides = start.source() + " -> " + start.target()
                + (start.resumed() ? "  (continues refresh " + start.refresh() + ")" : "");
        String pair = record.pair();
        Paragraph.hanging(pair + "  ", sides, display.width()).stream()
                .map(line -> line.startsWith(pair) ? style.bold(pair) + line.substring(pair.length()) : line)
                .forEach(text::add);
        return text;
    }

    @Override
    public List<String> instancesListed(EventRecord<Event.InstancesListed> record) {
        return List.of();
    }

    @Override
    public List<String> taskStarted(EventRecord<Event.TaskStarted> record) {
        String module = record.event().module();
        String title = PairState.title(record);
        return List.of("", "  " + style.bold(title) + (title.endsWith(module) ? "" : "  " + style.dim(module)));
    }

    @Override
    public List<String> changeAnnounced(EventRecord<Event.ChangeAnnounced> record) {
        count(record.event());
        List<String> text = new ArrayList<>(calls.line(record.event()));
        text.addAll(calls.parameters(record.event()));
        text.addAll(calls.diff(record.event()));
        return text;
    }

    @Override
    public List<String> changeSkipped(EventRecord<Event.ChangeSkipped> record) {
        counts.skip();
        return calls.skippedCall(record.event());
    }

    @Override
    public List<String> changeDone(EventRecord<Event.ChangeDone> record) {
        return List.of();
    }

    @Override
    public List<String> changeAwaited(EventRecord<Event.ChangeAwaited> record) {
        return List.of();
    }

    @Override
    public List<String> workProgressed(EventRecord<Event.WorkProgressed> record) {
        return List.of();
    }

    @Override
    public List<String> outputWritten(EventRecord<Event.OutputWritten> record) {
        String text = record.event().text();
        return record.pair().isEmpty()
                ? List.of(text)
                : Paragraph.wrap(text, display.width() - 6).stream()
                        .map(line -> "    | " + line)
                        .toList();
    }

    @Override
    public List<String> warningIssued(EventRecord<Event.WarningIssued> record) {
        String label = (record.pair().isEmpty() ? "" : "    ") + "warning: ";
        return Paragraph.hanging(label, record.event().text(), display.width()).stream()
                .map(style::changeColor)
                .toList();
    }

    @Override
    public List<String> retryScheduled(EventRecord<Event.RetryScheduled> record) {
        return List.of();
    }

    @Override
    public List<String> handlerNotified(EventRecord<Event.HandlerNotified> record) {
        return List.of("    " + style.dim("notified: ") + record.event().handler());
    }

    @Override
    public List<String> blockUndone(EventRecord<Event.BlockUndone> record) {
        return List.of();
    }

    @Override
    public List<String> alternativeFound(EventRecord<Event.AlternativeFound> record) {
        Event.AlternativeFound found = record.event();
        List<String> text = new ArrayList<>();
        text.add("");
        text.add("  " + style.bold("If " + found.condition() + " is false when run") + "  " + style.dim(record.task()));
        found.omittedCalls().forEach(call -> text.addAll(Paragraph.hanging("    - ", call, display.width())));
        found.addedCalls().forEach(call -> text.addAll(Paragraph.hanging("    + ", call, display.width())));
        found.message()
                .ifPresent(message -> text.addAll(Paragraph.hanging("    ! ", "fails: " + message, display.width())));
        if (text.size() == 2) {
            text.add(style.dim("    only this task is left out"));
        }
        return text;
    }

    @Override
    public List<String> taskEnded(EventRecord<Event.TaskEnded> record) {
        Event.TaskEnded end = record.event();
        Optional<String> message = end.message().map(PlanText::firstLine);
        String status = end.status().word() + message.map(text -> ": " + text).orElse("");
        return switch (end.status()) {
            case FAILED, IGNORED, RESCUED -> below("! ", status, style::bad);
            case SKIPPED -> below("", status, style::dim);
            case OK ->
                end.changes() == 0
                        ? message.map(text -> below("", text, style::dim)).orElse(List.of())
                        : List.of();
            case CHANGED -> List.of();
        };
    }

    @Override
    public List<String> pairEnded(EventRecord<Event.PairEnded> record) {
        return List.of();
    }

    @Override
    public List<String> runEnded(EventRecord<Event.RunEnded> record) {
        List<String> text = new ArrayList<>();
        lines.values().forEach(text::addAll);
        return text;
    }

    private List<String> below(String label, String text, UnaryOperator<String> paint) {
        return Paragraph.hanging("    " + label, text, display.width()).stream()
                .map(paint)
                .toList();
    }

    private List<String> complete() {
        List<String> text = new ArrayList<>();
        for (PairState pairState : runState.pairs()) {
            if (!pairState.hasEnded()) {
                break;
            }
            List<String> own = lines.put(pairState.name(), List.of());
            if (own != null && !own.isEmpty()) {
                text.addAll(own);
                text.add("");
            }
        }
        return text;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
