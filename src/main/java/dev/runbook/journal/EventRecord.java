package dev.runbook.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * An event with its time and its place in the run.
 *
 * @param pair name of the pair; empty for events of the whole run
 * @param task id of the task; empty for events of a pair or the run
 */
public record EventRecord<E extends Event>(Instant at, String pair, String task, E event) {

    /** Whether the event is of this kind. */
    public boolean is(Class<? extends Event> kind) {
        return kind.isInstance(event);
    }

    /** This record, typed by this kind of event; empty for any other kind. */
    public <T extends Event> Optional<EventRecord<T>> as(Class<T> kind) {
        return is(kind) ? Optional.of(with(kind.cast(event))) : Optional.empty();
    }

    /** The same time and place with another event. */
    public <T extends Event> EventRecord<T> with(T other) {
        return new EventRecord<>(at, pair, task, other);
    }

    public <R> R accept(EventVisitor<R> visitor) {
        return event.accept(this, visitor);
    }

    /** Whether it is written to the journal and not only shown. */
    public boolean isJournaled() {
        return !is(Event.WorkProgressed.class);
    }
}
