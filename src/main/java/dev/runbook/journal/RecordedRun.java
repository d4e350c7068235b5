package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
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
    private static final Set<String> DONE = Set.of("ok", "changed", "skipped", "ignored");

    private final String id;
    private final List<Event> events;
    // Sorted once: each of a hundred pairs asks many times for its own.
    private final Map<String, List<Event>> ofPairs;
    private final Set<String> pairsAskedFor;

    public RecordedRun(String id, List<Event> events) {
        this.id = id;
        this.events = List.copyOf(events);
        this.ofPairs = events.stream().collect(Collectors.groupingBy(Event::pair));
        this.pairsAskedFor = Set.copyOf(pairs());
    }

    public String id() {
        return id;
    }

    /** All events, in order. */
    public List<Event> events() {
        return events;
    }

    /** The events of one pair, in order; those of the whole run for the empty name. */
    public List<Event> events(String pair) {
        return Collections.unmodifiableList(ofPairs.getOrDefault(pair, List.of()));
    }

    /** A field of the run's first event; empty when the journal breaks off before, or an older runbook wrote it. */
    public String said(String field) {
        return first(Event.Kind.RUN_STARTED, "").map(event -> event.text(field)).orElse("");
    }

    /** The command that started it, without {@code runbook}; empty when the journal does not tell. */
    public List<String> command() {
        return texts("argv");
    }

    /** Whether it gave old instances their names back. */
    public boolean isRollback() {
        return !said("rolls_back").isEmpty();
    }

    /** Whether it deleted what another run had made. */
    public boolean isDiscard() {
        return !said("discards").isEmpty();
    }

    /** The run of which it has undone something, by its id; empty for every run that goes forward. */
    public Optional<String> undoes() {
        return Optional.of(said("rolls_back") + said("discards")).filter(run -> !run.isEmpty());
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
    public List<Event> closed(boolean running) {
        if (exit().isPresent() || events.isEmpty()) {
            return events;
        }
        Instant last = events.get(events.size() - 1).at();
        List<Event> closed = new ArrayList<>(events);
        for (String pair : pairs()) {
            if (status(pair).isEmpty()) {
                closed.add(new Event(last, Event.Kind.PAIR_ENDED, pair, "", end(pair, last, running)));
            }
        }
        double seconds = seconds(events.get(0).at(), last);
        closed.add(new Event(
                last, Event.Kind.RUN_ENDED, "", "", new Value.Fields(Map.of("seconds", new Value.Decimal(seconds)))));
        return closed;
    }

    private Value.Fields end(String pair, Instant last, boolean running) {
        Map<String, Value> fields = new LinkedHashMap<>();
        Optional<Event> start = first(Event.Kind.PAIR_STARTED, pair);
        String open = running ? RunSummary.RUNNING : RunSummary.INTERRUPTED;
        fields.put("status", new Value.Text(start.isPresent() ? open : "not-started"));
        for (String status : List.of("ok", "changed", "skipped", "failed", "ignored")) {
            long count = tasks(pair)
                    .filter(event -> event.text("status").equals(status))
                    .count();
            fields.merge(status, new Value.Whole(count), RecordedRun::sum);
            if (List.of("changed", "ignored").contains(status)) {
                fields.merge("ok", new Value.Whole(count), RecordedRun::sum);
            }
        }
        fields.put(
                "seconds",
                new Value.Decimal(start.map(event -> seconds(event.at(), last)).orElse(0.0)));
        if (!running && start.isPresent()) {
            fields.put("message", new Value.Text("the process ended in the middle, without a word"));
        }
        return new Value.Fields(fields);
    }

    private static Value sum(Value one, Value other) {
        return new Value.Whole(((Value.Whole) one).number() + ((Value.Whole) other).number());
    }

    private static double seconds(Instant start, Instant end) {
        return Math.max(0, Duration.between(start, end).toMillis() / 1000.0);
    }

    private Stream<Event> tasks(String pair) {
        return events(pair).stream().filter(event -> event.kind() == Event.Kind.TASK_ENDED);
    }

    /** The pairs it was to work on, in the order of the inventory. */
    public List<String> pairs() {
        return texts("pairs");
    }

    private List<String> texts(String field) {
        return first(Event.Kind.RUN_STARTED, "")
                .map(event -> event.texts(field))
                .orElse(List.of());
    }

    /** The exit code it ended with; empty when it was killed or is still running. */
    public OptionalInt exit() {
        return first(Event.Kind.RUN_ENDED, "").flatMap(event -> event.fields().get("exit")).stream()
                .filter(Value.Whole.class::isInstance)
                .mapToInt(exit -> (int) ((Value.Whole) exit).number())
                .findFirst();
    }

    /** When it began, as its first event says; empty when it has none. */
    public Optional<Instant> began() {
        return events.stream().findFirst().map(Event::at);
    }

    /** When it was last heard of. */
    public Optional<Instant> lastHeardOf() {
        return events.isEmpty()
                ? Optional.empty()
                : Optional.of(events.get(events.size() - 1).at());
    }

    /** The process that carried it out; empty when the journal does not tell. */
    public Optional<Owner> owner() {
        return first(Event.Kind.RUN_STARTED, "")
                .flatMap(event -> event.fields().get("owner"))
                .flatMap(owner -> owner instanceof Value.Fields fields ? Owner.read(fields) : Optional.empty());
    }

    /** Whether it ran this runbook on this inventory; both by their real paths. */
    public boolean ran(String runbook, String inventory) {
        return said("runbook_path").equals(runbook) && said("inventory_path").equals(inventory);
    }

    /** Whether its first event leaves it open that it has begun the pair. */
    boolean mayHaveBegun(String pair) {
        return first(Event.Kind.RUN_STARTED, "")
                .flatMap(event -> event.fields().get("pairs"))
                .map(pairs -> pairsAskedFor.contains(pair))
                .orElse(true);
    }

    /** Whether its first event leaves it open that it has continued the refresh of an earlier run. */
    boolean mayHaveContinued() {
        return !said("resumed").equals("false");
    }

    /** The digest of the plan that it was held to; empty without one. */
    public String plan() {
        return said("plan");
    }

    /** The source and the target that the pair had; empty when it was not begun. */
    public Optional<Sides> sides(String pair) {
        return first(Event.Kind.PAIR_STARTED, pair).map(event -> new Sides(event.text("source"), event.text("target")));
    }

    /** The names of a pair's two instances. */
    public record Sides(String source, String target) {}

    /** Whether the pair's chain was begun in this run. */
    public boolean started(String pair) {
        return first(Event.Kind.PAIR_STARTED, pair).isPresent();
    }

    /** The refresh the pair was in; empty when it was not begun. */
    public String refresh(String pair) {
        return first(Event.Kind.PAIR_STARTED, pair)
                .map(event -> event.text("refresh"))
                .orElse("");
    }

    /** How the pair ended, in the word of its last event; empty when it has not. */
    public Optional<String> status(String pair) {
        return first(Event.Kind.PAIR_ENDED, pair).map(event -> event.text("status"));
    }

    /** Whether a call that changes something was about to be made for the pair, or a handler is to be carried out. */
    public boolean changed(String pair) {
        return events(pair).stream().anyMatch(event -> isCall(event) || event.kind() == Event.Kind.NOTIFIED);
    }

    /** Whether the event says that a call which changes something was about to be made, and not only predicted. */
    public static boolean isCall(Event event) {
        return event.kind() == Event.Kind.CHANGE && !event.truth("dry");
    }

    /** Whether the event says that a task has ended and need not be repeated. */
    public static boolean isDone(Event event) {
        return event.kind() == Event.Kind.TASK_ENDED && DONE.contains(event.text("status")) && !event.truth("left_out");
    }

    /** Whether the pair came to the end of what was asked for, whole runbook or part, with no task left out by an answer. */
    public boolean endedWell(String pair) {
        return status(pair).filter(Event::isGoodEnd).isPresent()
                && first(Event.Kind.PAIR_ENDED, pair)
                        .filter(event -> event.truth("left_out"))
                        .isEmpty();
    }

    /** The id that the runbook gives a task: without items of loops. */
    public static String written(String task) {
        return ITEM.matcher(task).replaceAll("");
    }

    /** The tasks of the pair that have ended and need not be repeated, by the ids of the runbook: without items of loops. */
    public Set<String> tasksDone(String pair) {
        return tasks(pair)
                .filter(RecordedRun::isDone)
                .map(event -> written(event.task()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The tasks of the pair that were asked for, by the ids of the runbook; empty when it has not come to its end. */
    public Set<String> covered(String pair) {
        return first(Event.Kind.PAIR_ENDED, pair)
                .flatMap(event -> event.fields().get("covered"))
                .stream()
                .filter(Value.Items.class::isInstance)
                .flatMap(items -> ((Value.Items) items).items().stream())
                .map(Value::show)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the pair came to the end of the whole runbook, in this run or in an earlier one that it continued. */
    public boolean finished(String pair) {
        return endedWell(pair)
                && first(Event.Kind.PAIR_ENDED, pair)
                        .filter(event -> event.truth("complete"))
                        .isPresent();
    }

    private Optional<Event> first(Event.Kind kind, String pair) {
        return events(pair).stream().filter(event -> event.kind() == kind).findFirst();
    }
}
