package dev.runbook.engine;

import dev.runbook.expression.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a pair ended.
 *
 * @param tasks how many tasks ended in which way
 * @param asOf the moment that the target's new data is of, as far as tasks have registered it
 * @param covered the tasks that were asked for, by the ids of the runbook
 * @param complete whether the runbook's end was reached with no task left out by tags
 */
record PairEnd(
        Outcome.Status status,
        Map<TaskEnd.Status, Integer> tasks,
        int changes,
        Duration took,
        Optional<DataAsOf> asOf,
        boolean complete,
        List<String> covered,
        Optional<TaskFailure> failure) {

    PairEnd {
        tasks = Map.copyOf(tasks);
        covered = List.copyOf(covered);
    }

    static PairEnd without(Outcome.Status status, Optional<TaskFailure> failure) {
        return new PairEnd(
                status,
                Map.of(),
                0,
                Duration.ZERO,
                Optional.empty(),
                status == Outcome.Status.EARLIER,
                List.of(),
                failure);
    }

    static PairEnd failed(TaskFailure failure) {
        boolean refused = failure.kind() == TaskFailure.Kind.REFUSED;
        return without(refused ? Outcome.Status.REFUSED : Outcome.Status.FAILED, Optional.of(failure));
    }

    /**
     * A pair that would fail, so that it was not begun.
     *
     * @param tasks how the tasks would have ended: of those only the one that fails has a meaning
     */
    static PairEnd foreseen(TaskFailure failure, Map<TaskEnd.Status, Integer> tasks) {
        int failed = Math.min(1, tasks.getOrDefault(TaskEnd.Status.FAILED, 0));
        PairEnd end = failed(failure);
        return new PairEnd(
                end.status(),
                Map.of(TaskEnd.Status.FAILED, failed),
                0,
                Duration.ZERO,
                Optional.empty(),
                false,
                List.of(),
                end.failure());
    }

    /** A pair that was told to stop. */
    static PairEnd interrupted() {
        return without(
                Outcome.Status.INTERRUPTED,
                Optional.of(TaskFailure.failed(
                        "interrupted; what AWS has begun goes on", "run the same command again: it continues here")));
    }

    /** The same with the data's moment that results name; of several the newest. */
    PairEnd with(Collection<Value.Fields> results) {
        Optional<DataAsOf> newest = results.stream()
                .flatMap(result -> DataAsOf.in(result).stream())
                .max(Comparator.comparing(DataAsOf::moment));
        return new PairEnd(status, tasks, changes, took, newest, complete, covered, failure);
    }

    /** The same with another status. */
    PairEnd as(Outcome.Status other) {
        return new PairEnd(other, tasks, changes, took, asOf, complete, covered, failure);
    }

    Facts facts() {
        int changed = tasks.getOrDefault(TaskEnd.Status.CHANGED, 0);
        int ignored = tasks.getOrDefault(TaskEnd.Status.IGNORED, 0);
        int leftOut = tasks.getOrDefault(TaskEnd.Status.LEFT_OUT, 0);
        Facts facts = Facts.of("status", status.word())
                .with("ok", tasks.getOrDefault(TaskEnd.Status.OK, 0) + changed + ignored)
                .with("changed", changed)
                .with("skipped", tasks.getOrDefault(TaskEnd.Status.SKIPPED, 0) + leftOut)
                .with("failed", tasks.getOrDefault(TaskEnd.Status.FAILED, 0))
                .with("ignored", ignored)
                .with("rescued", tasks.getOrDefault(TaskEnd.Status.RESCUED, 0))
                .with("seconds", took)
                .with("complete", complete && leftOut == 0)
                .with("left_out", leftOut > 0)
                .with("covered", covered)
                .with("message", failure.map(TaskFailure::message).orElse(""));
        asOf.ifPresent(data -> {
            facts.with("data_as_of", data.moment().toString());
            if (!data.bound().isEmpty()) {
                facts.with("data_as_of_bound", data.bound());
            }
        });
        return facts;
    }
}
