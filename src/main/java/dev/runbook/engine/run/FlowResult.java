package dev.runbook.engine.run;

import dev.runbook.engine.TaskFailure;
import java.util.Optional;

/**
 * How a stretch of a pair's way has ended: the way goes on, has come to its end as {@code end_pair} wished, or has failed.
 *
 * @param failure why it has failed
 * @param ended whether the pair ends here without having failed
 */
record FlowResult(Optional<TaskFailure> failure, boolean ended) {

    static FlowResult proceed() {
        return new FlowResult(Optional.empty(), false);
    }

    static FlowResult end() {
        return new FlowResult(Optional.empty(), true);
    }

    static FlowResult failure(TaskFailure failure) {
        return new FlowResult(Optional.of(failure), false);
    }

    boolean continues() {
        return failure.isEmpty() && !ended;
    }
}
