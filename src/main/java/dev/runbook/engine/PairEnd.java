package dev.runbook.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a pair ended.
 *
 * @param tasks how many tasks ended in which way
 * @param complete whether the runbook's end was reached with no task left out by tags
 */
record PairEnd(
        Outcome.Status status,
        Map<TaskEnd.Status, Integer> tasks,
        int changes,
        Duration took,
        boolean complete,
        Optional<TaskFailure> failure) {

    PairEnd {
        tasks = Map.copyOf(tasks);
    }

    static PairEnd without(Outcome.Status status, Optional<TaskFailure> failure) {
        return new PairEnd(status, Map.of(), 0, Duration.ZERO, status == Outcome.Status.EARLIER, failure);
    }

    static PairEnd failed(TaskFailure failure) {
        boolean refused = failure.kind() == TaskFailure.Kind.REFUSED;
        return without(refused ? Outcome.Status.REFUSED : Outcome.Status.FAILED, Optional.of(failure));
    }

    Facts facts() {
        int changed = tasks.getOrDefault(TaskEnd.Status.CHANGED, 0);
        int ignored = tasks.getOrDefault(TaskEnd.Status.IGNORED, 0);
        return Facts.of("status", status.word())
                .with("ok", tasks.getOrDefault(TaskEnd.Status.OK, 0) + changed + ignored)
                .with("changed", changed)
                .with("skipped", tasks.getOrDefault(TaskEnd.Status.SKIPPED, 0))
                .with("failed", tasks.getOrDefault(TaskEnd.Status.FAILED, 0))
                .with("ignored", ignored)
                .with("seconds", took)
                .with("complete", complete)
                .with("message", failure.map(TaskFailure::message).orElse(""));
    }
}
