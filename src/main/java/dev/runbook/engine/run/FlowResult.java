package dev.runbook.engine.run;

import dev.runbook.engine.TaskFailure;
import java.util.Optional;

/**
 * The outcome of a list of tasks: continue, end the pair ({@code end_pair}), or failed.
 *
 * @param failure why it failed
 * @param ended whether the pair ends here without a failure
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
