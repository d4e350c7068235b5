package dev.runbook.engine;

import java.util.Optional;

/**
 * How a stretch of a pair's way has ended: the way goes on, has come to its end as {@code end_pair} wished, or has failed.
 *
 * @param failure why it has failed
 * @param ended whether the pair ends here without having failed
 */
record Passage(Optional<TaskFailure> failure, boolean ended) {

    static Passage on() {
        return new Passage(Optional.empty(), false);
    }

    static Passage end() {
        return new Passage(Optional.empty(), true);
    }

    static Passage failed(TaskFailure failure) {
        return new Passage(Optional.of(failure), false);
    }

    boolean goesOn() {
        return failure.isEmpty() && !ended;
    }
}
