package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.time.Instant;
import java.util.List;

/**
 * One thing that happened. The journal keeps events as lines; every report is made of them and of nothing else.
 *
 * @param at when
 * @param kind what, and which fields come with it
 * @param pair name of the pair; empty for events of the whole run
 * @param task id of the task; empty for events of a pair or the run
 * @param fields as listed at the {@link Kind}; times in seconds as decimals
 */
public record Event(Instant at, Kind kind, String pair, String task, Value.Fields fields) {

    /** The closed list of things that happen. */
    public enum Kind {
        /**
         * Fields: run (a check has none), runbook, inventory, runbook_path, inventory_path, pairs (list), check (boolean), resumed (boolean),
         * argv (list: the words after {@code runbook}), folder (where it was started), owner (mapping: the process, as
         * {@link Owner} reads it); plan (digest of the plan that it is held to; empty without one); resumes, rolls_back or
         * discards (id of the run that is carried on or taken back, or of which what it has made is deleted).
         */
        RUN_STARTED,
        /** Fields: refresh, source, target, resumed (boolean), data_as_of (when known). */
        PAIR_STARTED,
        /**
         * What exists around a pair, said when its work begins and again when it ends; in a check the second one is foreseen.
         * Fields: when (before, after), instances (list of mappings: name, resource_id, status, source, class, engine, state,
         * part, becomes). {@code source} is the instance it replicates from, {@code state} how far the data is to be trusted,
         * {@code part} one of source, target, new, old, other, {@code becomes} the name that the swap gives it; each is empty
         * when there is none.
         */
        WORLD,
        /**
         * Fields: name, module, index (from 1; 0 when it is not among those that are counted), count, section (empty, rescue,
         * always or handler), place (file:line:column); item when in a loop.
         */
        TASK_STARTED,
        /**
         * A call that is about to be made, or in a check would be made. Fields: key, service, action, subject, parameters,
         * effect, permissions (list of "action on resource"); item (index from 0) when in a loop; dry (true when a task only
         * predicts it, in a run too); waits (true when it changes nothing and only waits); made (true when a check makes it, for
         * its task has {@code check_mode: false}); diff (mapping from a setting to its before and after), when that is asked for.
         */
        CHANGE,
        /** A change that is already there. Fields: key, service, action, subject, reason. */
        CHANGE_SKIPPED,
        /**
         * The change of this key is done. Fields: key, settling (as the change says; dry when it was only predicted), seconds; resource_id and status when it has them; item
         * (index from 0) when in a loop; result (mapping) when only the journal can tell it later.
         */
        CHANGE_DONE,
        /** The state of what is waited for; sent when it changes and once a minute. Fields: key, subject, status, seconds. */
        WAITING,
        /** How far long work is; shown, not kept. Fields: what, done, total, unit. */
        TICK,
        /** A line of output of a program or message of a task. Fields: text. */
        OUTPUT,
        /** Something to read. Fields: text. */
        WARNING,
        /**
         * A call or task is tried again. Fields: attempt, attempts_max, reason, delay_seconds; anew (true when what the task
         * has done so far is done again); item (index from 0) when in a loop; left_seconds (how much longer it is tried at most,
         * where that is less than the task may take).
         */
        RETRY,
        /** A handler is to be carried out later, and anew if it has been before. Fields: handler (its id). */
        NOTIFIED,
        /**
         * The {@code always} of a block begins after a failure or an interruption: the programs of the block before it count as
         * not carried out when the refresh goes on. Fields: passage (start of the ids), tasks (list of ids from there on).
         */
        UNDONE,
        /**
         * Only in a check: what would be otherwise if a condition that only a run can decide came out false. Fields: condition,
         * without (list of calls that would not be made), with (list of those that would be made besides), message (why it
         * would fail then; empty when it would not).
         */
        OTHERWISE,
        /**
         * Fields: status (ok, changed, skipped, failed, rescued, ignored), seconds, message, advice, place (file:line:column),
         * problems (list of text), changes (number), refused (boolean), result (mapping for register); left_out (true when a
         * person has answered that it is not to be carried out now); foreseen (true when it would fail, as was found out right
         * before the run: then nothing was begun).
         */
        TASK_ENDED,
        /**
         * Fields: status (finished, failed, interrupted, not-started, refused, earlier), ok, changed, skipped, failed,
         * ignored, rescued (numbers), covered (list of the tasks that were asked for), seconds, refresh, data_as_of, message;
         * data_as_of_bound (at least, or at most, when the data may be newer or older than that);
         * complete (boolean): the runbook's end was reached with no task left out by tags; left_out (true when a task was left
         * out by a person's answer); foreseen (true when the pair was
         * stopped right before its run: nothing was begun).
         */
        PAIR_ENDED,
        /** Fields: exit (number), seconds. */
        RUN_ENDED
    }

    /** Whether a pair with this status came to the end of what was asked for, in its run or in one that it carried on. */
    public static boolean isGoodEnd(String status) {
        return status.equals("finished") || status.equals("earlier");
    }

    /** Whether it is written down, and not only shown. */
    public boolean isKept() {
        return kind != Kind.TICK;
    }

    /** A field as it shows itself; empty when the event does not have it. */
    public String text(String field) {
        return fields.get(field).map(Value::show).orElse("");
    }

    /** A list as its items show themselves; empty when the event does not have it. */
    public List<String> texts(String field) {
        return fields.get(field).orElse(new Value.Null()) instanceof Value.Items items
                ? items.items().stream().map(Value::show).toList()
                : List.of();
    }

    /** Whether a field is there and true. */
    public boolean truth(String field) {
        return fields.get(field).orElse(new Value.Null()) instanceof Value.Bool given && given.truth();
    }
}
