package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A run as its journal tells it. */
public record RecordedRun(String id, List<Event> events) {

    private static final Set<String> DONE = Set.of("ok", "changed", "skipped", "ignored");

    public RecordedRun {
        events = List.copyOf(events);
    }

    /** A field of the run's first event; empty when the journal breaks off before. */
    private String said(String field) {
        return first(Event.Kind.RUN_STARTED, "").map(event -> event.text(field)).orElse("");
    }

    /** Whether it ran this runbook on this inventory; both by their real paths. */
    public boolean ran(String runbook, String inventory) {
        return said("runbook_path").equals(runbook) && said("inventory_path").equals(inventory);
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

    /** Whether a call that changes something was about to be made for the pair, or a handler is to be carried out. */
    public boolean changed(String pair) {
        return events.stream()
                .filter(event -> event.pair().equals(pair))
                .anyMatch(event -> isCall(event) || event.kind() == Event.Kind.NOTIFIED);
    }

    /** Whether the event says that a call which changes something was about to be made, and not only predicted. */
    public static boolean isCall(Event event) {
        return event.kind() == Event.Kind.CHANGE && !event.truth("dry");
    }

    /** Whether the event says that a task has ended and need not be repeated. */
    public static boolean isDone(Event event) {
        return event.kind() == Event.Kind.TASK_ENDED && DONE.contains(event.text("status")) && !event.truth("left_out");
    }

    /** Whether the pair came to the end of what was asked for, be it the whole runbook or a part of it, with no task left out by an answer. */
    public boolean endedWell(String pair) {
        return first(Event.Kind.PAIR_ENDED, pair)
                        .map(event -> event.text("status"))
                        .filter(status -> status.equals("finished") || status.equals("earlier"))
                        .isPresent()
                && events.stream().noneMatch(event -> event.pair().equals(pair) && event.truth("left_out"));
    }

    /** The tasks of the pair that have ended and need not be repeated, by the ids of the runbook: without items of loops. */
    public Set<String> tasksDone(String pair) {
        return events.stream()
                .filter(event -> event.pair().equals(pair) && isDone(event))
                .map(event -> event.task().replaceAll("\\[[0-9]+]", ""))
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
        return events.stream()
                .filter(event -> event.kind() == kind && event.pair().equals(pair))
                .findFirst();
    }
}
