package dev.runbook.engine;

import java.util.OptionalInt;

/**
 * A task, or one item of its loop.
 *
 * @param item index from 0; empty outside a loop
 */
record TaskPlace(String task, OptionalInt item) {

    static TaskPlace of(String task) {
        return new TaskPlace(task, OptionalInt.empty());
    }

    TaskPlace item(int index) {
        return new TaskPlace(task, OptionalInt.of(index));
    }

    /** Unique in the runbook and the same in every run of it. */
    String key() {
        return item.isPresent() ? task + "[" + item.getAsInt() + "]" : task;
    }
}
