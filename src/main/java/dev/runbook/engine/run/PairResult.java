package dev.runbook.engine.run;

import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.resume.DataAsOf;
import dev.runbook.engine.task.TaskResult;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.SkipReason;
import dev.runbook.journal.TaskCounts;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a pair.
 *
 * @param tasks how many tasks ended in which way
 * @param asOf the time of the new data of the target, if a task registered it
 * @param covered the ids of the selected tasks
 * @param complete whether the end of the runbook was reached without a task excluded by tags
 */
record PairResult(
        RunOutcome.EndStatus status,
        Map<TaskResult.ResultStatus, Integer> tasks,
        int changes,
        Duration took,
        Optional<DataAsOf> asOf,
        boolean complete,
        List<String> covered,
        Optional<TaskFailure> failure) {

    PairResult {
        tasks = Map.copyOf(tasks);
        covered = List.copyOf(covered);
    }

    static PairResult without(RunOutcome.EndStatus status, Optional<TaskFailure> failure) {
        return new PairResult(
                status,
                Map.of(),
                0,
                Duration.ZERO,
                Optional.empty(),
                status == RunOutcome.EndStatus.EARLIER,
                List.of(),
                failure);
    }

    static PairResult failure(TaskFailure failure) {
        boolean refused = failure.kind() == TaskFailure.Kind.REFUSED;
        return without(refused ? RunOutcome.EndStatus.REFUSED : RunOutcome.EndStatus.FAILED, Optional.of(failure));
    }

    /**
     * A pair that would fail and was therefore not started.
     *
     * @param tasks how the tasks would have ended; only the count of failures is used
     */
    static PairResult foreseen(TaskFailure failure, Map<TaskResult.ResultStatus, Integer> tasks) {
        int failed = Math.min(1, tasks.getOrDefault(TaskResult.ResultStatus.FAILED, 0));
        PairResult result = failure(failure);
        return new PairResult(
                result.status(),
                Map.of(TaskResult.ResultStatus.FAILED, failed),
                0,
                Duration.ZERO,
                Optional.empty(),
                false,
                List.of(),
                result.failure());
    }

    /** A pair that was cancelled. */
    static PairResult interruption() {
        return without(
                RunOutcome.EndStatus.INTERRUPTED,
                Optional.of(TaskFailure.failure(
                        "interrupted; operations that AWS has started continue",
                        "run the same command again: it continues here")));
    }

    /** Adds the time of the data from task results; the newest of several. */
    PairResult with(Collection<Value.Fields> results) {
        Optional<DataAsOf> newest = results.stream()
                .flatMap(result -> DataAsOf.in(result).stream())
                .max(Comparator.comparing(DataAsOf::moment));
        return new PairResult(status, tasks, changes, took, newest, complete, covered, failure);
    }

    /** The same with another status. */
    PairResult as(RunOutcome.EndStatus other) {
        return new PairResult(other, tasks, changes, took, asOf, complete, covered, failure);
    }

    /** The event that records it. */
    Event.PairEnded toRecord(String refresh, boolean foreseen) {
        int leftOut = count(TaskResult.ResultStatus.LEFT_OUT);
        return new Event.PairEnded(
                status.recordedStatus(),
                counts(),
                took,
                new Event.PairEnded.TaskCoverage(complete && leftOut == 0, leftOut > 0, covered),
                failure.map(TaskFailure::message).filter(message -> !message.isEmpty()),
                asOf.map(DataAsOf::toRecord),
                new Event.PairEnded.RefreshReference(Optional.of(refresh).filter(id -> !id.isEmpty()), skipReason()),
                foreseen);
    }

    private TaskCounts counts() {
        int changed = count(TaskResult.ResultStatus.CHANGED);
        int ignored = count(TaskResult.ResultStatus.IGNORED);
        return new TaskCounts(
                count(TaskResult.ResultStatus.OK) + changed + ignored,
                changed,
                count(TaskResult.ResultStatus.SKIPPED) + count(TaskResult.ResultStatus.LEFT_OUT),
                count(TaskResult.ResultStatus.FAILED),
                ignored,
                count(TaskResult.ResultStatus.RESCUED));
    }

    private int count(TaskResult.ResultStatus way) {
        return tasks.getOrDefault(way, 0);
    }

    /** A pair that ends before its first task has no counts. */
    private Optional<SkipReason> skipReason() {
        return Optional.of(tasks.isEmpty() ? SkipReason.FINISHED_EARLIER : SkipReason.NOTHING_LEFT)
                .filter(reason -> status == RunOutcome.EndStatus.EARLIER);
    }
}
