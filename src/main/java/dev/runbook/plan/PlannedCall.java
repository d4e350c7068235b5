package dev.runbook.plan;

import dev.runbook.expression.Value;
import dev.runbook.journal.CallWords;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A call as it was foreseen.
 *
 * @param item index in the task's loop, from 0
 * @param key unique within the task; empty for one of many calls that a change makes side by side
 * @param condition what has to be true for it, as far as only the run can know; empty when it is made in any case
 */
public record PlannedCall(
        String task,
        OptionalLong item,
        String key,
        CallWords words,
        Value.Fields parameters,
        Extent extent,
        String condition) {

    /**
     * What it amounts to.
     *
     * @param effect the expected size in words
     * @param permissions the least rights it needs
     */
    public record Extent(String effect, List<String> permissions) {
        public Extent {
            permissions = List.copyOf(permissions);
        }
    }

    /**
     * The call that an event announces; empty for every other event, and for a wait: it changes nothing, and may be over when its
     * time comes.
     */
    public static Optional<PlannedCall> announced(EventRecord<?> record) {
        return record.as(Event.ChangeAnnounced.class)
                .filter(change -> !change.event().flags().waits())
                .map(PlannedCall::of);
    }

    private static PlannedCall of(EventRecord<Event.ChangeAnnounced> record) {
        Event.ChangeAnnounced change = record.event();
        return new PlannedCall(
                record.task(),
                change.item().isPresent() ? OptionalLong.of(change.item().getAsInt()) : OptionalLong.empty(),
                change.key(),
                change.call(),
                change.parameters(),
                new Extent(change.effect(), change.permissions()),
                "");
    }

    /** The task, with the item of its loop. */
    public String place() {
        return item.isPresent() ? task + "[" + item.getAsLong() + "]" : task;
    }

    /**
     * Whether it may come before a call that the plan has before it: statements of one task begin with the biggest table, by
     * estimates that change by themselves.
     */
    boolean mayPass(PlannedCall earlier) {
        return place().equals(earlier.place())
                && words.service().equals("sql")
                && earlier.words.service().equals("sql");
    }

    /** Whether it is one of many that a change makes, which have no order among each other. */
    public boolean isSideBySide() {
        return key.isEmpty();
    }

    /** The same, made only when something is true. */
    PlannedCall when(String truth) {
        return new PlannedCall(task, item, key, words, parameters, extent, truth);
    }

    /** Whether it is the same call, whatever its condition. */
    boolean isCall(PlannedCall other) {
        return hasKeyOf(other) && words.equals(other.words) && parameters.equals(other.parameters);
    }

    boolean hasKeyOf(PlannedCall other) {
        return place().equals(other.place()) && key.equals(other.key);
    }

    /** Whether the other may be this one, known better now: a key can be made of what only the run knows. */
    boolean looksLike(PlannedCall other) {
        return place().equals(other.place())
                && words.service().equals(other.words.service())
                && words.action().equals(other.words.action())
                && Likeness.of(new Value.Text(words.subject()), new Value.Text(other.words.subject()))
                && Likeness.of(parameters, other.parameters);
    }

    /** Whether this says nothing that the planned call does not say: what is left of it when a part is done. */
    boolean isPartOf(PlannedCall planned) {
        return Likeness.of(new Value.Text(planned.words().toString()), new Value.Text(words.toString()))
                && parameters.fields().entrySet().stream()
                        .allMatch(parameter -> planned.parameters()
                                .get(parameter.getKey())
                                .filter(whole -> Likeness.of(whole, parameter.getValue()))
                                .isPresent());
    }

    /** {@code task mask: sql UPDATE customers}. */
    public String title() {
        return "task " + place() + ": " + words;
    }
}
