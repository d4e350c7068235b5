package dev.runbook.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run as its journal tells it. */
public final class RecordedRun {

    private static final Pattern ITEM = Pattern.compile("\\[[0-9]+]");
    private static final Set<TaskStatus> DONE =
            Set.of(TaskStatus.OK, TaskStatus.CHANGED, TaskStatus.SKIPPED, TaskStatus.IGNORED);

    private final String id;
    private final List<EventRecord<?>> events;
    // Sorted once: each of a hundred pairs asks many times for its own.
    private final Map<String, List<EventRecord<?>>> ofPairs;
    private final Set<String> pairsAskedFor;

    public RecordedRun(String id, List<EventRecord<?>> events) {
        this.id = id;
        this.events = List.copyOf(events);
        this.ofPairs = events.stream().collect(Collectors.groupingBy(EventRecord::pair));
        this.pairsAskedFor = Set.copyOf(pairs());
    }

    public String id() {
        return id;
    }

    /** All events, in order. */
    public List<EventRecord<?>> events() {
        return events;
    }

    /** The events of one pair, in order; those of the whole run for the empty name. */
    public List<EventRecord<?>> events(String pair) {
        return Collections.unmodifiableList(ofPairs.getOrDefault(pair, List.of()));
    }

    /** How it began; empty when the journal breaks off before. */
    public Optional<Event.RunStarted> start() {
        return first(Event.RunStarted.class, "").map(EventRecord::event);
    }

    /** Its runbook and its inventory; their names are empty when the journal does not tell. */
    public Event.RunStarted.RunFiles files() {
        return start().map(Event.RunStarted::files).orElse(new Event.RunStarted.RunFiles("", "", "", ""));
    }

    /** The folder it was started in; empty when the journal does not tell. */
    public String folder() {
        return start().map(start -> start.start().folder()).orElse("");
    }

    /** The command that started it, without {@code runbook}; empty when the journal does not tell. */
    public List<String> command() {
        return start().map(start -> start.start().words()).orElse(List.of());
    }

    /** Whether it gave old instances their names back. */
    public boolean isRollback() {
        return reference(RunRelation.ROLLS_BACK).isPresent();
    }

    /** Whether it deleted what another run had made. */
    public boolean isDiscard() {
        return reference(RunRelation.DISCARDS).isPresent();
    }

    /** The run of which it has undone something, by its id; empty for every run that goes forward. */
    public Optional<String> undoes() {
        return reference(RunRelation.ROLLS_BACK).or(() -> reference(RunRelation.DISCARDS));
    }

    private Optional<String> reference(RunRelation relation) {
        return start().flatMap(start -> start.reference(relation));
    }

    /** Whether it came to its end, and every pair of it to the end of what was asked for. */
    public boolean endedWell() {
        return exit().isPresent() && pairs().stream().allMatch(this::endedWell);
    }

    /** Whether it has undone something of this pair; a rollback that was refused has not. */
    public boolean hasUndone(String pair) {
        return undoes().isPresent() && changed(pair);
    }

    /**
     * The events with an end for each pair that has none, as if the run had stopped where it was last heard of.
     *
     * @param running whether it has not stopped yet
     */
    public List<EventRecord<?>> closed(boolean running) {
        if (exit().isPresent() || events.isEmpty()) {
            return events;
        }
        Instant last = events.get(events.size() - 1).at();
        List<EventRecord<?>> closed = new ArrayList<>(events);
        for (String pair : pairs()) {
            if (status(pair).isEmpty()) {
                closed.add(new EventRecord<>(last, pair, "", end(pair, last, running)));
            }
        }
        Duration took = between(events.get(0).at(), last);
        closed.add(new EventRecord<>(last, "", "", new Event.RunEnded(OptionalInt.empty(), took)));
        return closed;
    }

    private Event.PairEnded end(String pair, Instant last, boolean running) {
        Optional<EventRecord<Event.PairStarted>> start = first(Event.PairStarted.class, pair);
        PairStatus open = running ? PairStatus.RUNNING : PairStatus.INTERRUPTED;
        return new Event.PairEnded(
                start.isPresent() ? open : PairStatus.NOT_STARTED,
                counts(pair),
                start.map(event -> between(event.at(), last)).orElse(Duration.ZERO),
                new Event.PairEnded.TaskCoverage(false, false, List.of()),
                Optional.of("the process ended in the middle, without a word")
                        .filter(text -> !running && start.isPresent()),
                Optional.empty(),
                new Event.PairEnded.RefreshReference(Optional.empty(), Optional.empty()),
                false);
    }

    private TaskCounts counts(String pair) {
        Map<TaskStatus, Long> counts = tasks(pair)
                .collect(Collectors.groupingBy(record -> record.event().status(), Collectors.counting()));
        int changed = counts.getOrDefault(TaskStatus.CHANGED, 0L).intValue();
        int ignored = counts.getOrDefault(TaskStatus.IGNORED, 0L).intValue();
        return new TaskCounts(
                counts.getOrDefault(TaskStatus.OK, 0L).intValue() + changed + ignored,
                changed,
                counts.getOrDefault(TaskStatus.SKIPPED, 0L).intValue(),
                counts.getOrDefault(TaskStatus.FAILED, 0L).intValue(),
                ignored,
                0);
    }

    private static Duration between(Instant start, Instant end) {
        return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    }

    private Stream<EventRecord<Event.TaskEnded>> tasks(String pair) {
        return all(Event.TaskEnded.class, pair);
    }

    /** The pairs it was to work on, in the order of the inventory. */
    public List<String> pairs() {
        return start().map(Event.RunStarted::pairs).orElse(List.of());
    }

    /** The exit code it ended with; empty when it was killed or is still running. */
    public OptionalInt exit() {
        return first(Event.RunEnded.class, "").map(end -> end.event().exit()).orElse(OptionalInt.empty());
    }

    /** When it began, as its first event says; empty when it has none. */
    public Optional<Instant> began() {
        return events.stream().findFirst().map(EventRecord::at);
    }

    /** When it was last heard of. */
    public Optional<Instant> lastHeardOf() {
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(events.get(events.size() - 1).at());
    }

    /** The process that carried it out; empty when the journal does not tell. */
    public Optional<Owner> owner() {
        return start().flatMap(start -> start.start().owner());
    }

    /** Whether it ran this runbook on this inventory; both by their real paths. */
    public boolean ran(String runbook, String inventory) {
        return files().runbookPath().equals(runbook) && files().inventoryPath().equals(inventory);
    }

    /** Whether its first event leaves it open that it has begun the pair. */
    boolean mayHaveBegun(String pair) {
        return start().isEmpty() || pairsAskedFor.contains(pair);
    }

    /** Whether its first event leaves it open that it has continued the refresh of an earlier run. */
    boolean mayHaveContinued() {
        return start().map(Event.RunStarted::resumed).orElse(true);
    }

    /** The digest of the plan that it was held to; empty without one. */
    public Optional<String> plan() {
        return start().flatMap(Event.RunStarted::plan);
    }

    /** The source and the target that the pair had; empty when it was not begun. */
    public Optional<Sides> sides(String pair) {
        return first(Event.PairStarted.class, pair)
                .map(start -> new Sides(start.event().source(), start.event().target()));
    }

    /** The names of a pair's two instances. */
    public record Sides(String source, String target) {}

    /** Whether the pair's chain was begun in this run. */
    public boolean started(String pair) {
        return first(Event.PairStarted.class, pair).isPresent();
    }

    /** The refresh the pair was in; empty when it was not begun. */
    public String refresh(String pair) {
        return first(Event.PairStarted.class, pair)
                .map(start -> start.event().refresh())
                .orElse("");
    }

    /** How the pair ended; empty when it has not. */
    public Optional<PairStatus> status(String pair) {
        return end(pair).map(Event.PairEnded::status);
    }

    private Optional<Event.PairEnded> end(String pair) {
        return first(Event.PairEnded.class, pair).map(EventRecord::event);
    }

    /** Whether a call that changes something was about to be made for the pair, or a handler is to be carried out. */
    public boolean changed(String pair) {
        return events(pair).stream()
                .anyMatch(record -> isCall(record.event()) || record.is(Event.HandlerNotified.class));
    }

    /** Whether the event says that a call which changes something was about to be made, and not only predicted. */
    public static boolean isCall(Event event) {
        return event instanceof Event.ChangeAnnounced change && !change.flags().dry();
    }

    /** Whether the event says that a task has ended and need not be repeated. */
    public static boolean isDone(Event event) {
        return event instanceof Event.TaskEnded end
                && DONE.contains(end.status())
                && !end.flags().leftOut();
    }

    /** Whether the pair came to the end of what was asked for, whole runbook or part, with no task left out by an answer. */
    public boolean endedWell(String pair) {
        return end(pair)
                .filter(end -> end.status().isGoodEnd() && !end.coverage().leftOut())
                .isPresent();
    }

    /** The id that the runbook gives a task: without items of loops. */
    public static String written(String task) {
        return ITEM.matcher(task).replaceAll("");
    }

    /** The tasks of the pair that have ended and need not be repeated, by the ids of the runbook: without items of loops. */
    public Set<String> tasksDone(String pair) {
        return tasks(pair)
                .filter(record -> isDone(record.event()))
                .map(record -> written(record.task()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The tasks of the pair that were asked for, by the ids of the runbook; empty when it has not come to its end. */
    public Set<String> covered(String pair) {
        return end(pair).map(end -> Set.copyOf(end.coverage().covered())).orElse(Set.of());
    }

    /** Whether the pair came to the end of the whole runbook, in this run or in an earlier one that it continued. */
    public boolean finished(String pair) {
        return endedWell(pair)
                && end(pair).filter(end -> end.coverage().complete()).isPresent();
    }

    private <E extends Event> Optional<EventRecord<E>> first(Class<E> kind, String pair) {
        return all(kind, pair).findFirst();
    }

    private <E extends Event> Stream<EventRecord<E>> all(Class<E> kind, String pair) {
        return events(pair).stream().flatMap(record -> record.as(kind).stream());
    }
}
