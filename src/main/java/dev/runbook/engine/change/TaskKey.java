package dev.runbook.engine.change;

import java.util.OptionalInt;

/**
 * A task, or one item of its loop.
 *
 * @param item index from 0; empty outside a loop
 */
public record TaskKey(String task, OptionalInt item) {

    public static TaskKey of(String task) {
        return new TaskKey(task, OptionalInt.empty());
    }

    public TaskKey item(int index) {
        return new TaskKey(task, OptionalInt.of(index));
    }

    /** Unique in the runbook and the same in every run of it. */
    public String key() {
        return item.isPresent() ? task + "[" + item.getAsInt() + "]" : task;
    }
}
