package dev.runbook.report;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.PairEnded;
import dev.runbook.journal.Event.PairStarted;
import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.Event.TaskStarted;
import dev.runbook.journal.Event.WorkProgressed;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.EventVisitor;
import dev.runbook.journal.PairStatus;
import dev.runbook.journal.TaskCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has become known of one pair so far. As a visitor it answers what the pair is doing from an event on; empty when the event
 * does not change that.
 */
public final class PairState implements EventVisitor<Optional<String>> {

    private final String name;
    private final List<TaskFailureState> failures = new ArrayList<>();
    private Optional<PairStarted> started = Optional.empty();
    private Optional<EventRecord<TaskStarted>> task = Optional.empty();
    private Optional<PairEnded> ended = Optional.empty();
    private Optional<EventRecord<WorkProgressed>> firstTick = Optional.empty();
    private Optional<EventRecord<WorkProgressed>> tick = Optional.empty();
    private String doing = "";
    private long callsMadeInCheck;
    private boolean changed;
    private Optional<DataAge> dataAsOf = Optional.empty();

    /**
     * A task that failed.
     *
     * @param title as {@code 3/8 Mask}
     * @param place of what is wrong, or else of the task
     */
    public record TaskFailureState(String name, String title, TaskEnded end, Optional<String> place) {

        /** What became of the task, in a line. */
        public String words() {
            return end.flags().preflightOnly() ? foreseen(title, end) : word() + ": " + name;
        }

        public String word() {
            return end.isRefused() ? "refused" : end.status().word();
        }
    }

    PairState(String name) {
        this.name = name;
    }

    void take(EventRecord<?> record) {
        record.accept(this).ifPresent(state -> {
            doing = state;
            tick = Optional.empty();
            firstTick = Optional.empty();
        });
    }

    public String name() {
        return name;
    }

    public boolean isRunning() {
        return started.isPresent() && ended.isEmpty();
    }

    public boolean hasChanged() {
        return changed;
    }

    public boolean hasEnded() {
        return ended.isPresent();
    }

    public Optional<PairStarted> startEvent() {
        return started;
    }

    public Optional<PairEnded> endEvent() {
        return ended;
    }

    public List<TaskFailureState> failures() {
        return List.copyOf(failures);
    }

    public PairStatus status() {
        return ended.map(PairEnded::status).orElse(PairStatus.NOT_STARTED);
    }

    public TaskCounts counts() {
        return ended.map(PairEnded::counts).orElse(TaskCounts.zero());
    }

    /** Calls of tasks that really run in a check. */
    long callsMadeInCheck() {
        return callsMadeInCheck;
    }

    public Optional<DataAge> dataAsOf() {
        return ended.flatMap(PairEnded::dataAsOf)
                .map(DataAge::of)
                .or(() -> started.flatMap(PairStarted::dataAsOf).map(DataAge::of))
                .or(() -> dataAsOf);
    }

    /** The task under way as {@code 3/8 Mask}; empty between tasks. */
    public String taskTitle() {
        return task.map(PairState::title).orElse("");
    }

    /** The state of what is waited for, or how far long work has come. */
    public String state() {
        return tick.map(this::pace).orElse(doing);
    }

    public Optional<Instant> taskStarted() {
        return task.map(EventRecord::at);
    }

    /** {@code 3/8 Mask}, with what it is part of when that is no plain task, and the item of a loop. */
    public static String title(EventRecord<TaskStarted> task) {
        String item = task.event()
                .item()
                .filter(label -> !label.isEmpty())
                .map(label -> " (" + label + ")")
                .orElse("");
        return numberedTitle(task) + item;
    }

    /** The same without the item. */
    static String numberedTitle(EventRecord<TaskStarted> task) {
        TaskStarted.TaskNumber number = task.event().number();
        return (number.index() > 0 ? number.index() + "/" + number.count() + " " : "") + plain(task);
    }

    /** The same without number and item: it is the same in every run. */
    static String plain(EventRecord<TaskStarted> task) {
        String section = task.event().section().word();
        return (section.isEmpty() ? "" : section + ": ") + taskName(task);
    }

    /** What a task would come to that is not begun for that reason. */
    public static String foreseen(String title, TaskEnded end) {
        return "foreseen: " + title + " would " + (end.isRefused() ? "be refused" : "fail") + ", so nothing was begun";
    }

    /** Whether the pair was stopped before its first change. */
    public boolean isForeseen() {
        return ended.filter(PairEnded::preflightOnly).isPresent();
    }

    public static String waiting(Event.ChangeAwaited wait) {
        return wait.subject() + ": " + wait.status();
    }

    private static String taskName(EventRecord<TaskStarted> task) {
        TaskStarted start = task.event();
        String module = start.module().isEmpty() ? task.task() : start.module();
        return start.name().isEmpty() ? module : start.name();
    }

    private String pace(EventRecord<WorkProgressed> last) {
        WorkProgressed work = last.event();
        String total = work.total() > 0 ? " of " + Formats.count(work.total()) : "";
        String unit = work.unit().isEmpty() ? "" : " " + work.unit();
        return work.work() + "  " + Formats.count(work.done()) + total + unit + rate(last);
    }

    private String rate(EventRecord<WorkProgressed> last) {
        EventRecord<WorkProgressed> first = firstTick.orElse(last);
        double seconds = Duration.between(first.at(), last.at()).toMillis() / 1000.0;
        long done = last.event().done() - first.event().done();
        return seconds < 0.5 || done <= 0 ? "" : " (" + Formats.count(Math.round(done / seconds)) + "/s)";
    }

    /** The data of a restored snapshot is as old as the snapshot; the result of the task has its time. */
    private void takeDataAsOf(Value.Fields result) {
        result.get("data_as_of")
                .ifPresent(moment -> dataAsOf = Optional.of(new DataAge(
                        moment.show(),
                        result.get("data_as_of_bound").map(Value::show).orElse(""))));
    }

    @Override
    public Optional<String> runStarted(EventRecord<Event.RunStarted> record) {
        return Optional.empty();
    }

    @Override
    public Optional<String> pairStarted(EventRecord<PairStarted> record) {
        started = Optional.of(record.event());
        return Optional.empty();
    }

    @Override
    public Optional<String> instancesListed(EventRecord<Event.InstancesListed> record) {
        return Optional.empty();
    }

    @Override
    public Optional<String> taskStarted(EventRecord<TaskStarted> record) {
        task = Optional.of(record);
        return Optional.of("");
    }

    @Override
    public Optional<String> changeAnnounced(EventRecord<Event.ChangeAnnounced> record) {
        Event.ChangeAnnounced change = record.event();
        if (change.call().action().equals("PromoteReadReplica")) {
            // A replica's data is that of its promotion.
            dataAsOf = Optional.of(new DataAge(record.at().toString(), "at most"));
        }
        if (change.mode().predictedOnly()) {
            return Optional.empty();
        }
        changed = true;
        callsMadeInCheck += change.mode().appliedInCheck() ? 1 : 0;
        return Optional.of(change.call().toString());
    }

    @Override
    public Optional<String> changeSkipped(EventRecord<Event.ChangeSkipped> record) {
        return Optional.empty();
    }

    @Override
    public Optional<String> changeDone(EventRecord<Event.ChangeDone> record) {
        record.event().result().ifPresent(this::takeDataAsOf);
        return Optional.of("");
    }

    @Override
    public Optional<String> changeAwaited(EventRecord<Event.ChangeAwaited> record) {
        return Optional.of(waiting(record.event()));
    }

    @Override
    public Optional<String> workProgressed(EventRecord<WorkProgressed> record) {
        boolean same = tick.filter(
                        last -> last.event().work().equals(record.event().work()))
                .isPresent();
        firstTick = same ? firstTick : Optional.of(record);
        tick = Optional.of(record);
        return Optional.empty();
    }

    @Override
    public Optional<String> outputWritten(EventRecord<Event.OutputWritten> record) {
        return Optional.empty();
    }

    @Override
    public Optional<String> warningIssued(EventRecord<Event.WarningIssued> record) {
        return Optional.empty();
    }

    @Override
    public Optional<String> retryScheduled(EventRecord<Event.RetryScheduled> record) {
        return Optional.of("again in " + Formats.time(record.event().delay()));
    }

    @Override
    public Optional<String> handlerNotified(EventRecord<Event.HandlerNotified> record) {
        return Optional.empty();
    }

    @Override
    public Optional<String> blockUndone(EventRecord<Event.BlockUndone> record) {
        return Optional.empty();
    }

    @Override
    public Optional<String> alternativeFound(EventRecord<Event.AlternativeFound> record) {
        return Optional.empty();
    }

    @Override
    public Optional<String> taskEnded(EventRecord<TaskEnded> record) {
        TaskEnded end = record.event();
        takeDataAsOf(end.result());
        if (end.status().isFailure() || end.isRefused()) {
            failures.add(new TaskFailureState(
                    task.map(PairState::taskName).orElse(record.task()),
                    task.map(PairState::title).orElse(record.task()),
                    end,
                    end.failure()
                            .flatMap(TaskEnded.FailureDetails::place)
                            .or(() -> task.map(start -> start.event().place()).filter(place -> !place.isEmpty()))));
        }
        task = Optional.empty();
        return Optional.of("");
    }

    @Override
    public Optional<String> pairEnded(EventRecord<PairEnded> record) {
        ended = Optional.of(record.event());
        return Optional.empty();
    }

    @Override
    public Optional<String> runEnded(EventRecord<Event.RunEnded> record) {
        return Optional.empty();
    }
}
