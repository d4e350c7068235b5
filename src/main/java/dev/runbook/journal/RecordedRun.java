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

/** A run, as recorded in its journal. */
public final class RecordedRun {

    private static final Pattern ITEM = Pattern.compile("\\[[0-9]+]");
    private static final Set<TaskStatus> COMPLETE_STATUSES =
            Set.of(TaskStatus.OK, TaskStatus.CHANGED, TaskStatus.SKIPPED, TaskStatus.IGNORED);

    private final String id;
    private final List<EventRecord<?>> events;
    // Grouped once: with a hundred pairs, each looks up its own events many times.
    private final Map<String, List<EventRecord<?>>> eventsByPair;
    private final Set<String> requestedPairs;

    public RecordedRun(String id, List<EventRecord<?>> events) {
        this.id = id;
        this.events = List.copyOf(events);
        this.eventsByPair = events.stream().collect(Collectors.groupingBy(EventRecord::pair));
        this.requestedPairs = Set.copyOf(pairs());
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
        return Collections.unmodifiableList(eventsByPair.getOrDefault(pair, List.of()));
    }

    /** The first event; empty when the journal does not contain it. */
    public Optional<Event.RunStarted> start() {
        return first(Event.RunStarted.class, "").map(EventRecord::event);
    }

    /** The runbook and the inventory; with empty names when the journal does not contain them. */
    public Event.RunStarted.RunFiles files() {
        return start().map(Event.RunStarted::files).orElse(new Event.RunStarted.RunFiles("", "", "", ""));
    }

    /** The working directory; empty when the journal does not contain it. */
    public String folder() {
        return start().map(start -> start.command().folder()).orElse("");
    }

    /** The arguments after {@code runbook}; empty when the journal does not contain them. */
    public List<String> command() {
        return start().map(start -> start.command().args()).orElse(List.of());
    }

    /** Whether it is a rollback, which swaps the old instances back. */
    public boolean isRollback() {
        return undoes(RunRelation.ROLLS_BACK);
    }

    /** Whether it is a discard, which deletes the instances another run has created. */
    public boolean isDiscard() {
        return undoes(RunRelation.DISCARDS);
    }

    /** The id of the run that it rolls back or discards; empty for any other run. */
    public Optional<String> undoTarget() {
        return undoneRun().map(Event.RunStarted.RunReference::run);
    }

    /** The run that it rolls back or discards; empty for any other run. */
    public Optional<Event.RunStarted.RunReference> undoneRun() {
        return start().flatMap(Event.RunStarted::undoneRun);
    }

    private boolean undoes(RunRelation relation) {
        return undoneRun().filter(undone -> undone.relation() == relation).isPresent();
    }

    /** Whether it ended and all requested tasks of every pair are done. */
    public boolean hasSucceeded() {
        return exitCode().isPresent() && pairs().stream().allMatch(this::hasSucceeded);
    }

    /** Whether it has undone something of this pair; false for a refused rollback. */
    public boolean hasUndone(String pair) {
        return undoTarget().isPresent() && hasChanged(pair);
    }

    /**
     * The events, with an end added for each pair that has none, at the time of the last event.
     *
     * @param running whether the run is still running
     */
    public List<EventRecord<?>> eventsWithEnds(boolean running) {
        if (exitCode().isPresent() || events.isEmpty()) {
            return events;
        }
        Instant last = events.get(events.size() - 1).at();
        List<EventRecord<?>> closed = new ArrayList<>(events);
        for (String pair : pairs()) {
            if (status(pair).isEmpty()) {
                closed.add(new EventRecord<>(last, pair, "", end(pair, last, running)));
            }
        }
        Duration took = duration(events.get(0).at(), last);
        closed.add(new EventRecord<>(last, "", "", new Event.RunEnded(OptionalInt.empty(), took)));
        return closed;
    }

    private Event.PairEnded end(String pair, Instant last, boolean running) {
        Optional<EventRecord<Event.PairStarted>> start = first(Event.PairStarted.class, pair);
        PairStatus open = running ? PairStatus.RUNNING : PairStatus.INTERRUPTED;
        return new Event.PairEnded(
                start.isPresent() ? open : PairStatus.NOT_STARTED,
                counts(pair),
                start.map(event -> duration(event.at(), last)).orElse(Duration.ZERO),
                new Event.PairEnded.TaskCoverage(false, false, List.of()),
                Optional.of("the process ended without recording a result")
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

    private static Duration duration(Instant start, Instant end) {
        return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    }

    private Stream<EventRecord<Event.TaskEnded>> tasks(String pair) {
        return all(Event.TaskEnded.class, pair);
    }

    /** The pairs of the run, in the order of the inventory. */
    public List<String> pairs() {
        return start().map(Event.RunStarted::pairs).orElse(List.of());
    }

    /** The exit code it ended with; empty when it was killed or is still running. */
    public OptionalInt exitCode() {
        return first(Event.RunEnded.class, "").map(end -> end.event().exit()).orElse(OptionalInt.empty());
    }

    /** The time of its first event; empty when there is none. */
    public Optional<Instant> startTime() {
        return events.stream().findFirst().map(EventRecord::at);
    }

    /** The time of its last event; empty when there is none. */
    public Optional<Instant> lastEventTime() {
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(events.get(events.size() - 1).at());
    }

    /** The process of the run; empty when the journal does not contain it. */
    public Optional<ProcessIdentity> owner() {
        return start().flatMap(start -> start.command().owner());
    }

    /** Whether it ran this runbook on this inventory, both given as real paths. */
    public boolean isRunOf(String runbook, String inventory) {
        return files().runbookPath().equals(runbook) && files().inventoryPath().equals(inventory);
    }

    /** Whether the run may have started the pair, judged by its first event. */
    boolean mayHaveStarted(String pair) {
        return start().isEmpty() || requestedPairs.contains(pair);
    }

    /** Whether the run may have continued the refresh of an earlier run, judged by its first event. */
    boolean mayHaveContinued() {
        return start().map(Event.RunStarted::resumed).orElse(true);
    }

    /** The digest of the plan that limited the run; empty without one. */
    public Optional<String> plan() {
        return start().flatMap(Event.RunStarted::plan);
    }

    /** The source and the target of the pair; empty when the pair was not started. */
    public Optional<RecordedSides> sides(String pair) {
        return first(Event.PairStarted.class, pair)
                .map(start ->
                        new RecordedSides(start.event().source(), start.event().target()));
    }

    /** The names of a pair's two instances. */
    public record RecordedSides(String source, String target) {}

    /** Whether the pair was started in this run. */
    public boolean hasStarted(String pair) {
        return first(Event.PairStarted.class, pair).isPresent();
    }

    /** The refresh of the pair; empty when the pair was not started. */
    public String refresh(String pair) {
        return first(Event.PairStarted.class, pair)
                .map(start -> start.event().refresh())
                .orElse("");
    }

    /** The final status of the pair; empty when it has not ended. */
    public Optional<PairStatus> status(String pair) {
        return end(pair).map(Event.PairEnded::status);
    }

    private Optional<Event.PairEnded> end(String pair) {
        return first(Event.PairEnded.class, pair).map(EventRecord::event);
    }

    /** Whether the run announced a call that changes something for the pair, or notified a handler. */
    public boolean hasChanged(String pair) {
        return events(pair).stream()
                .anyMatch(record -> isCall(record.event()) || record.is(Event.HandlerNotified.class));
    }

    /** Whether the event announces a call that is made and not only predicted. */
    public static boolean isCall(Event event) {
        return event instanceof Event.ChangeAnnounced change && !change.mode().predictedOnly();
    }

    /** Whether the event is the end of a task that need not run again. */
    public static boolean isDone(Event event) {
        return event instanceof Event.TaskEnded end
                && COMPLETE_STATUSES.contains(end.status())
                && !end.flags().declinedByUser();
    }

    /** Whether all requested tasks of the pair are done and the user declined none. */
    public boolean hasSucceeded(String pair) {
        return end(pair)
                .filter(end -> end.status().isSuccess() && !end.coverage().declinedByUser())
                .isPresent();
    }

    /** The id of a task in the runbook, without the index of a loop item. */
    public static String runbookTaskId(String task) {
        return ITEM.matcher(task).replaceAll("");
    }

    /** The ids, without loop items, of the tasks of the pair that need not run again. */
    public Set<String> completedTasks(String pair) {
        return tasks(pair)
                .filter(record -> isDone(record.event()))
                .map(record -> runbookTaskId(record.task()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The ids, without loop items, of the requested tasks of the pair; empty when the pair has not ended. */
    public Set<String> requestedTasks(String pair) {
        return end(pair).map(end -> Set.copyOf(end.coverage().requestedTasks())).orElse(Set.of());
    }

    /** Whether the whole runbook is done for the pair, in this run or in the run it continued. */
    public boolean hasFinished(String pair) {
        return hasSucceeded(pair)
                && end(pair).filter(end -> end.coverage().complete()).isPresent();
    }

    private <E extends Event> Optional<EventRecord<E>> first(Class<E> kind, String pair) {
        return all(kind, pair).findFirst();
    }

    private <E extends Event> Stream<EventRecord<E>> all(Class<E> kind, String pair) {
        return events(pair).stream().flatMap(record -> record.as(kind).stream());
    }
}
