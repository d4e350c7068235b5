package dev.runbook.report;

import dev.runbook.journal.Event;
import dev.runbook.journal.Event.ChangeAnnounced;
import dev.runbook.journal.Event.ChangeDone;
import dev.runbook.journal.Event.ChangeSkipped;
import dev.runbook.journal.Event.InstancesListed;
import dev.runbook.journal.Event.OutputWritten;
import dev.runbook.journal.Event.PairEnded;
import dev.runbook.journal.Event.PairStarted;
import dev.runbook.journal.Event.RunEnded;
import dev.runbook.journal.Event.RunStarted;
import dev.runbook.journal.Event.TaskEnded;
import dev.runbook.journal.Event.TaskStarted;
import dev.runbook.journal.Event.WarningIssued;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.ListingTime;
import dev.runbook.journal.PairStatus;
import dev.runbook.journal.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A run as a tree of pairs, tasks and calls, built from its events. Parts without an event yet are missing.
 *
 * @param words what was said of the run as a whole: output and warnings
 */
public record RunTree(
        Optional<EventRecord<RunStarted>> started,
        Optional<EventRecord<RunEnded>> ended,
        List<PairNode> pairs,
        List<EventRecord<?>> words) {

    /** The events with a message of a task. */
    public static final Set<Class<? extends Event>> MESSAGES =
            Set.of(OutputWritten.class, WarningIssued.class, Event.RetryScheduled.class, Event.HandlerNotified.class);

    private static final String CUT_OFF = "cut-off";

    public RunTree {
        pairs = List.copyOf(pairs);
        words = List.copyOf(words);
    }

    /** One pair, as far as its events tell. */
    public record PairNode(
            String name,
            Optional<EventRecord<PairStarted>> started,
            Optional<PairEnded> ended,
            List<TaskNode> tasks,
            List<InstancesListed> worlds) {

        public PairNode {
            tasks = List.copyOf(tasks);
            worlds = List.copyOf(worlds);
        }

        public String status() {
            return ended.map(end -> end.status().word())
                    .orElse(started.isPresent() ? CUT_OFF : PairStatus.NOT_STARTED.word());
        }

        /** Whether it came to the end of what was asked for. */
        public boolean endedWell() {
            return ended.filter(end -> end.status().isSuccess()).isPresent();
        }

        /** Whether it was never begun. */
        public boolean isUnbegun() {
            return ended.map(end -> end.status() == PairStatus.NOT_STARTED).orElse(started.isEmpty());
        }

        /** How it ended, unless it was never begun. */
        public Optional<PairEnded> work() {
            return ended.filter(end -> !isUnbegun());
        }

        /** What a person calls the two sides: {@code mitosis-prod -> mitosis-demo}; empty for a pair that never began. */
        public Optional<String> sides() {
            return started.map(
                    start -> start.event().source() + " -> " + start.event().target());
        }

        /** The message of the pair, unless one of its tasks has said the same. */
        public Optional<String> ownMessage() {
            return ended.flatMap(PairEnded::message)
                    .filter(message ->
                            tasks.stream().noneMatch(task -> task.message().equals(Optional.of(message))));
        }

        /** The instances before or after; empty if they were not read. */
        public Optional<InstancesListed> world(ListingTime when) {
            return worlds.stream().filter(world -> world.when() == when).reduce((first, last) -> last);
        }

        /** When the new data was taken from production, if known. */
        public Optional<DataAge> dataAsOf() {
            PairState pairState = new PairState(name);
            tasks.forEach(task -> task.events().forEach(pairState::take));
            return ended.flatMap(PairEnded::dataAsOf)
                    .map(DataAge::of)
                    .or(() -> started.flatMap(start -> start.event().dataAsOf()).map(DataAge::of))
                    .or(pairState::dataAsOf);
        }
    }

    /**
     * One task of one pair, as far as its events tell.
     *
     * @param events from its first to its last, in order
     */
    public record TaskNode(EventRecord<TaskStarted> started, List<EventRecord<?>> events) {

        public TaskNode {
            events = List.copyOf(events);
        }

        public Optional<EventRecord<TaskEnded>> endEvent() {
            return last().as(TaskEnded.class);
        }

        public EventRecord<?> last() {
            return events.get(events.size() - 1);
        }

        public Optional<TaskEnded> end() {
            return endEvent().map(EventRecord::event);
        }

        public Optional<TaskEnded.FailureDetails> failure() {
            return end().flatMap(TaskEnded::failure);
        }

        public String id() {
            return started.task();
        }

        /** {@code 3/8 Mask what is personal}, without an item. */
        public String title() {
            return PairState.numberedTitle(started);
        }

        /** {@code Mask what is personal}: the same in every run. */
        public String name() {
            return PairState.plain(started);
        }

        public String status() {
            return end().map(end -> end.status().word()).orElse(CUT_OFF);
        }

        /** Whether it ended so. */
        public boolean is(TaskStatus status) {
            return end().filter(end -> end.status() == status).isPresent();
        }

        /** Whether it failed, even where that was ignored or rescued. */
        public boolean hasFailed() {
            return end().filter(end -> end.status().isFailure()).isPresent();
        }

        /** Whether the events end before it does. */
        public boolean isCutOff() {
            return end().isEmpty();
        }

        boolean isRefused() {
            return end().filter(TaskEnded::isRefused).isPresent();
        }

        /** Whether it was only found out that it would fail, so that nothing was begun. */
        public boolean isForeseen() {
            return end().filter(end -> end.flags().preflightOnly()).isPresent();
        }

        /** The status, in the most specific word. */
        public String word() {
            return isForeseen() ? "foreseen" : isRefused() ? PairStatus.REFUSED.word() : status();
        }

        public Optional<String> message() {
            return end().flatMap(TaskEnded::message);
        }

        /** Where the file has what went wrong, or else the task. */
        public Optional<String> place() {
            return failure()
                    .flatMap(TaskEnded.FailureDetails::place)
                    .or(() -> Optional.of(started.event().place()).filter(place -> !place.isEmpty()));
        }

        /** The events of some kinds, in order. */
        public List<EventRecord<?>> eventsOf(Set<Class<? extends Event>> kinds) {
            return events.stream()
                    .filter(event -> kinds.stream().anyMatch(event::is))
                    .toList();
        }

        private <E extends Event> Stream<EventRecord<E>> each(Class<E> kind) {
            return events.stream().flatMap(event -> event.as(kind).stream());
        }

        /** Every call in order: made, predicted, or skipped. */
        public List<TaskCall> calls() {
            List<TaskCall> calls = new ArrayList<>();
            for (EventRecord<?> record : events) {
                record.as(ChangeAnnounced.class)
                        .ifPresent(change -> calls.add(new TaskCall.MadeCall(change, findDone(change))));
                record.as(ChangeSkipped.class).ifPresent(change -> calls.add(new TaskCall.SkippedCall(change)));
            }
            return calls;
        }

        private Optional<ChangeDone> findDone(EventRecord<ChangeAnnounced> change) {
            return each(ChangeDone.class)
                    .filter(done -> done.event().key().equals(change.event().key())
                            && done.event().item().equals(change.event().item())
                            && !done.at().isBefore(change.at()))
                    .map(EventRecord::event)
                    .findFirst();
        }
    }

    public static RunTree of(List<EventRecord<?>> events) {
        Writing writing = new Writing();
        events.forEach(writing::take);
        return writing.whole();
    }

    public boolean isCheck() {
        return started.filter(start -> start.event().check()).isPresent();
    }

    /** What it is for; a check is one of a run. */
    public String title() {
        return started.map(start -> RunState.title(start.event())).orElse("a run whose journal has no beginning");
    }

    /** The inventory as the user named it; empty when the journal has no beginning. */
    public Optional<String> inventory() {
        return started.map(start -> start.event().files().inventory()).filter(name -> !name.isEmpty());
    }

    /** What commands know it by; empty for a check, which is kept nowhere. */
    public Optional<String> id() {
        return started.flatMap(start -> RunState.id(start.event()));
    }

    /** The run that {@code resume} would continue: this one, if it started and did not succeed. */
    public Optional<String> toContinue() {
        boolean begun = pairs.stream()
                .noneMatch(pair -> pair.ended().filter(PairEnded::preflightOnly).isPresent());
        boolean open = pairs.stream()
                .anyMatch(pair -> pair.ended()
                        .map(PairEnded::status)
                        .map(PairStatus::isResumable)
                        .orElse(true));
        return id().filter(run -> begun && open);
    }

    /** Sorts events into the tree. */
    private static final class Writing {

        private final List<EventRecord<?>> ofRun = new ArrayList<>();
        private final Map<String, List<EventRecord<?>>> ofPairs = new LinkedHashMap<>();

        void take(EventRecord<?> record) {
            record.as(RunStarted.class)
                    .ifPresent(start -> start.event()
                            .pairs()
                            .forEach(pair -> ofPairs.computeIfAbsent(pair, name -> new ArrayList<>())));
            String pair = record.pair();
            List<EventRecord<?>> place =
                    pair.isEmpty() ? ofRun : ofPairs.computeIfAbsent(pair, name -> new ArrayList<>());
            place.add(record);
        }

        RunTree whole() {
            List<PairNode> pairs = new ArrayList<>();
            ofPairs.forEach((name, events) -> pairs.add(pair(name, events)));
            return new RunTree(
                    all(ofRun, RunStarted.class).findFirst(),
                    all(ofRun, RunEnded.class).findFirst(),
                    pairs,
                    ofRun.stream()
                            .filter(event -> event.is(OutputWritten.class) || event.is(WarningIssued.class))
                            .toList());
        }

        private static PairNode pair(String name, List<EventRecord<?>> events) {
            return new PairNode(
                    name,
                    all(events, PairStarted.class).findFirst(),
                    all(events, PairEnded.class).map(EventRecord::event).findFirst(),
                    tasks(events),
                    all(events, InstancesListed.class).map(EventRecord::event).toList());
        }

        /** The events of a task reach from its first start to its end; each item of a loop has a start event of its own. */
        private static List<TaskNode> tasks(List<EventRecord<?>> events) {
            List<TaskNode> tasks = new ArrayList<>();
            List<EventRecord<?>> open = new ArrayList<>();
            for (EventRecord<?> event : events) {
                if (event.task().isEmpty()) {
                    continue;
                }
                if (!open.isEmpty() && !open.get(0).task().equals(event.task())) {
                    close(open, tasks);
                }
                if (!open.isEmpty() || event.is(TaskStarted.class)) {
                    open.add(event);
                }
                if (event.is(TaskEnded.class)) {
                    close(open, tasks);
                }
            }
            close(open, tasks);
            return tasks;
        }

        private static void close(List<EventRecord<?>> open, List<TaskNode> tasks) {
            open.stream()
                    .findFirst()
                    .flatMap(first -> first.as(TaskStarted.class))
                    .ifPresent(start -> tasks.add(new TaskNode(start, open)));
            open.clear();
        }

        private static <E extends Event> Stream<EventRecord<E>> all(List<EventRecord<?>> events, Class<E> kind) {
            return events.stream().flatMap(event -> event.as(kind).stream());
        }
    }
}
