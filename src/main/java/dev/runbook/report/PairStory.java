package dev.runbook.report;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.yaml.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has become known of one pair so far. */
final class PairStory {

    private static final String FORESEEN = "foreseen";

    private final String name;
    private final List<Failure> failures = new ArrayList<>();
    private Optional<Facts> started = Optional.empty();
    private Optional<Facts> task = Optional.empty();
    private Optional<Facts> ended = Optional.empty();
    private Optional<Facts> firstTick = Optional.empty();
    private Optional<Facts> tick = Optional.empty();
    private String doing = "";
    private long callsMadeInCheck;
    private boolean changed;
    private Optional<DataMoment> dataAsOf = Optional.empty();

    /**
     * A task that failed.
     *
     * @param title as {@code 3/8 Mask}
     * @param place of what is wrong, or else of the task
     */
    record Failure(String name, String title, Facts end, Optional<String> place) {

        /** What became of the task, in a line. */
        String words() {
            String word = end.truth("refused") ? "refused" : end.text("status");
            return end.truth(FORESEEN) ? foreseen(title, end) : word + ": " + name;
        }
    }

    PairStory(String name) {
        this.name = name;
    }

    void take(Facts event) {
        takeDataAsOf(event);
        switch (event.event().kind()) {
            case PAIR_STARTED -> started = Optional.of(event);
            case TASK_STARTED -> startTask(event);
            case CHANGE -> startCall(event);
            case CHANGE_DONE -> doing("");
            case WAITING -> doing(waiting(event));
            case RETRY -> doing("again in " + Figures.time(event.decimal("delay_seconds")));
            case TICK -> takeTick(event);
            case TASK_ENDED -> endTask(event);
            case PAIR_ENDED -> ended = Optional.of(event);
            default -> {
                // Output and warnings are printed where they come; they change nothing that is shown again.
            }
        }
    }

    String name() {
        return name;
    }

    boolean isRunning() {
        return started.isPresent() && ended.isEmpty();
    }

    boolean hasChanged() {
        return changed;
    }

    boolean hasEnded() {
        return ended.isPresent();
    }

    Optional<Facts> started() {
        return started;
    }

    Optional<Facts> ended() {
        return ended;
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }

    String status() {
        return ended.map(event -> event.text("status")).orElse("not-started");
    }

    /** Calls of tasks that are carried out though everything else is only foreseen. */
    long callsMadeInCheck() {
        return callsMadeInCheck;
    }

    Optional<DataMoment> dataAsOf() {
        return ended.flatMap(DataMoment::of)
                .or(() -> started.flatMap(DataMoment::of))
                .or(() -> dataAsOf);
    }

    /** A replica's data is that of its promotion, a restored snapshot's that of the snapshot. */
    private void takeDataAsOf(Facts event) {
        if (event.is(Event.Kind.CHANGE) && event.text("action").equals("PromoteReadReplica")) {
            dataAsOf = Optional.of(new DataMoment(event.event().at().toString(), "at most"));
        }
        if (event.value("result").orElse(new Value.Null()) instanceof Value.Fields result) {
            result.get("data_as_of")
                    .ifPresent(moment -> dataAsOf = Optional.of(new DataMoment(
                            Printable.of(moment.show()),
                            result.get("data_as_of_bound").map(Value::show).orElse(""))));
        }
    }

    /** The task under way as {@code 3/8 Mask}; empty between tasks. */
    String taskTitle() {
        return task.map(PairStory::title).orElse("");
    }

    /** The state of what is waited for, or how far long work has come. */
    String state() {
        return tick.map(this::pace).orElse(doing);
    }

    Optional<Instant> taskStarted() {
        return task.map(event -> event.event().at());
    }

    /** {@code 3/8 Mask}, with what it is part of when that is no plain task, and the item of a loop. */
    static String title(Facts taskStarted) {
        String place = taskStarted.whole("index") > 0
                ? taskStarted.whole("index") + "/" + taskStarted.whole("count") + " "
                : "";
        return place
                + taskStarted.given("section").map(section -> section + ": ").orElse("")
                + taskName(taskStarted)
                + taskStarted.given("item").map(item -> " (" + item + ")").orElse("");
    }

    /** What a task would come to that is not begun for that reason. */
    static String foreseen(String title, Facts end) {
        return "foreseen: " + title + " would " + (end.truth("refused") ? "be refused" : "fail")
                + ", so nothing was begun";
    }

    /** Whether the pair was stopped right before its run, so that no run has begun. */
    boolean isForeseen() {
        return ended.filter(event -> event.truth(FORESEEN)).isPresent();
    }

    static String waiting(Facts event) {
        return event.text("subject") + ": " + event.text("status");
    }

    private static String taskName(Facts taskStarted) {
        return taskStarted
                .given("name")
                .or(() -> taskStarted.given("module"))
                .orElse(taskStarted.event().task());
    }

    private void startTask(Facts event) {
        task = Optional.of(event);
        doing("");
    }

    private void startCall(Facts event) {
        if (event.truth("dry")) {
            return;
        }
        changed = true;
        callsMadeInCheck += event.truth("made") ? 1 : 0;
        doing(CallText.title(event));
    }

    private void endTask(Facts event) {
        if (List.of("failed", "ignored", "rescued").contains(event.text("status")) || event.truth("refused")) {
            failures.add(new Failure(
                    task.map(PairStory::taskName).orElse(event.event().task()),
                    task.map(PairStory::title).orElse(event.event().task()),
                    event,
                    event.given("place").or(() -> task.flatMap(start -> start.given("place")))));
        }
        task = Optional.empty();
        doing("");
    }

    private void takeTick(Facts event) {
        boolean same = tick.filter(last -> last.text("what").equals(event.text("what")))
                .isPresent();
        if (!same) {
            firstTick = Optional.of(event);
        }
        tick = Optional.of(event);
    }

    private void doing(String state) {
        doing = state;
        tick = Optional.empty();
        firstTick = Optional.empty();
    }

    private String pace(Facts last) {
        String total = last.whole("total") > 0 ? " of " + Figures.count(last.whole("total")) : "";
        String unit = last.given("unit").map(word -> " " + word).orElse("");
        return last.text("what") + "  " + Figures.count(last.whole("done")) + total + unit + rate(last);
    }

    private String rate(Facts last) {
        Facts first = firstTick.orElse(last);
        double seconds = Duration.between(first.event().at(), last.event().at()).toMillis() / 1000.0;
        long done = last.whole("done") - first.whole("done");
        return seconds < 0.5 || done <= 0 ? "" : " (" + Figures.count(Math.round(done / seconds)) + "/s)";
    }
}
