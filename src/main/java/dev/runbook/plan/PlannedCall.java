package dev.runbook.plan;

import dev.runbook.expression.Value;
import dev.runbook.journal.CallName;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A predicted call.
 *
 * @param item index in the task's loop, from 0
 * @param key unique within the task; empty for one of many parallel calls of a change
 * @param condition the condition of the call that is unknown until the run; empty for an unconditional call
 */
public record PlannedCall(
        String task,
        OptionalLong item,
        String key,
        CallName name,
        Value.Fields parameters,
        CallImpact impact,
        String condition) {

    /**
     * The effect and the requirements of a call.
     *
     * @param effect the expected size in words
     * @param permissions the minimum permissions
     */
    public record CallImpact(String effect, List<String> permissions) {
        public CallImpact {
            permissions = List.copyOf(permissions);
        }
    }

    /**
     * The call that an event announces; empty for any other event, and for a wait, which changes nothing and may be unnecessary in
     * the run.
     */
    public static Optional<PlannedCall> from(EventRecord<?> record) {
        return record.as(Event.ChangeAnnounced.class)
                .filter(change -> !change.event().mode().waitOnly())
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
                new CallImpact(change.effect(), change.permissions()),
                "");
    }

    /** The task, with the item of its loop. */
    public String place() {
        return item.isPresent() ? task + "[" + item.getAsLong() + "]" : task;
    }

    /**
     * Whether the call may be made before a call that precedes it in the plan: the statements of a task start with the largest
     * table, by estimates that change over time.
     */
    boolean mayPrecede(PlannedCall earlier) {
        return place().equals(earlier.place())
                && name.service().equals("sql")
                && earlier.name.service().equals("sql");
    }

    /** Whether it is one of the parallel, unordered calls of a change. */
    public boolean isParallel() {
        return key.isEmpty();
    }

    /** A copy that is made only under this condition. */
    PlannedCall withCondition(String truth) {
        return new PlannedCall(task, item, key, name, parameters, impact, truth);
    }

    /** Whether it is the same call, regardless of the condition. */
    boolean isSameCall(PlannedCall other) {
        return hasSameKey(other) && name.equals(other.name) && parameters.equals(other.parameters);
    }

    boolean hasSameKey(PlannedCall other) {
        return place().equals(other.place()) && key.equals(other.key);
    }

    /** Whether the other call may be this one with its unknown values filled in, even if the key differs. */
    boolean mayBecome(PlannedCall other) {
        return place().equals(other.place())
                && name.service().equals(other.name.service())
                && name.action().equals(other.name.action())
                && WildcardEquality.isEqual(new Value.Text(name.subject()), new Value.Text(other.name.subject()))
                && WildcardEquality.isEqual(parameters, other.parameters);
    }

    /** Whether every parameter of this call matches the planned call: the rest of a call that is partly done. */
    boolean isPartOf(PlannedCall planned) {
        return WildcardEquality.isEqual(new Value.Text(planned.name().toString()), new Value.Text(name.toString()))
                && parameters.fields().entrySet().stream()
                        .allMatch(parameter -> planned.parameters()
                                .get(parameter.getKey())
                                .filter(whole -> WildcardEquality.isEqual(whole, parameter.getValue()))
                                .isPresent());
    }

    /** {@code task mask: sql UPDATE customers}. */
    public String title() {
        return "task " + place() + ": " + name;
    }
}
