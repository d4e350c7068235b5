package dev.runbook.engine.task;

import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.Skip;
import dev.runbook.expression.Value;
import dev.runbook.journal.SkipReason;
import dev.runbook.journal.TaskStatus;
import dev.runbook.modules.Plan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a task, or one item of its loop, ended.
 *
 * @param changes how many changes it made or, in a check, would make
 * @param result what {@code register} gets
 * @param failure why it failed; empty unless it failed, were it ignored or rescued
 * @param flow where the pair's way leads from here
 * @param skipReason why it did not run, or not for this pair
 */
public record TaskResult(
        ResultStatus status,
        int changes,
        Value.Fields result,
        Optional<TaskFailure> failure,
        Plan.Flow flow,
        Optional<SkipReason> skipReason) {

    private static final Set<String> STANDARD =
            Set.of("changed", "failed", "skipped", "failed_when_result", "item", "attempts", "warnings");

    /** The closed choice. */
    public enum ResultStatus {
        OK(TaskStatus.OK),
        CHANGED(TaskStatus.CHANGED),
        SKIPPED(TaskStatus.SKIPPED),
        /** Skipped because the person who started the run said so: the same command asks for it again. */
        LEFT_OUT(TaskStatus.SKIPPED),
        FAILED(TaskStatus.FAILED),
        /** Failed, and the rescue of its block takes over. */
        RESCUED(TaskStatus.RESCUED),
        IGNORED(TaskStatus.IGNORED);

        private final TaskStatus recorded;

        ResultStatus(TaskStatus recorded) {
            this.recorded = recorded;
        }

        /** As events name it. */
        TaskStatus recordedStatus() {
            return recorded;
        }
    }

    public static TaskResult success(int changes, Value.Fields moduleResult) {
        Map<String, Value> result = standard(changes > 0, false, false, "");
        result.putAll(moduleResult.fields());
        return new TaskResult(
                changes > 0 ? ResultStatus.CHANGED : ResultStatus.OK,
                changes,
                new Value.Fields(result),
                Optional.empty(),
                Plan.Flow.CONTINUE,
                Optional.empty());
    }

    static TaskResult skip(Skip skip) {
        return skip(ResultStatus.SKIPPED, skip);
    }

    static TaskResult leaveOut() {
        return skip(
                ResultStatus.LEFT_OUT,
                new Skip(SkipReason.ANSWERED_NO, "left out as answered; the same command asks again"));
    }

    private static TaskResult skip(ResultStatus status, Skip skip) {
        Value.Fields result = new Value.Fields(standard(false, false, true, skip.text()));
        return new TaskResult(status, 0, result, Optional.empty(), Plan.Flow.CONTINUE, Optional.of(skip.reason()));
    }

    static TaskResult failure(TaskFailure failure, int changes) {
        Map<String, Value> result = standard(changes > 0, true, false, failure.message());
        return new TaskResult(
                ResultStatus.FAILED,
                changes,
                new Value.Fields(result),
                Optional.of(failure),
                Plan.Flow.CONTINUE,
                Optional.empty());
    }

    /** The same, ended in another way. */
    TaskResult as(ResultStatus other) {
        return new TaskResult(other, changes, result, failure, flow, skipReason);
    }

    /** The same for a pair for which another one has done the task: nothing is changed for it, all else is as it was there. */
    TaskResult withoutChanges() {
        ResultStatus own = status == ResultStatus.CHANGED ? ResultStatus.OK : status;
        return new TaskResult(
                own,
                0,
                result,
                failure.map(TaskFailure::takenOver),
                flow,
                Optional.of(skipReason.orElse(SkipReason.DONE_FOR_ALL_PAIRS)));
    }

    /** The same, which has changed something or not, whatever was done. */
    TaskResult withChanged(boolean truth) {
        ResultStatus now = status == ResultStatus.OK || status == ResultStatus.CHANGED
                ? truth ? ResultStatus.CHANGED : ResultStatus.OK
                : status;
        return as(now).with("changed", new Value.Bool(truth));
    }

    /** The same with more keys in its result; those it has stay. */
    TaskResult withFields(Value.Fields more) {
        Map<String, Value> all = new LinkedHashMap<>(more.fields());
        all.putAll(result.fields());
        return with(new Value.Fields(all));
    }

    /** The result with everything secret that the module has put into it. */
    Value.Fields concealedResult() {
        Map<String, Value> concealed = new LinkedHashMap<>();
        result.fields()
                .forEach((name, value) -> concealed.put(name, STANDARD.contains(name) ? value : value.asSecret()));
        return new Value.Fields(concealed);
    }

    TaskResult withFlow(Plan.Flow other) {
        return new TaskResult(status, changes, result, failure, other, skipReason);
    }

    /** The same with another result. */
    TaskResult with(Value.Fields other) {
        return new TaskResult(status, changes, other, failure, flow, skipReason);
    }

    /** The same with one more key in its result. */
    TaskResult with(String key, Value value) {
        Map<String, Value> more = new LinkedHashMap<>(result.fields());
        more.put(key, value);
        return with(new Value.Fields(more));
    }

    String message() {
        return failure.map(TaskFailure::message)
                .orElse(result.get("msg").map(Value::show).orElse(""));
    }

    private static Map<String, Value> standard(boolean changed, boolean failed, boolean skipped, String message) {
        Map<String, Value> result = new LinkedHashMap<>();
        result.put("changed", new Value.Bool(changed));
        result.put("failed", new Value.Bool(failed));
        result.put("skipped", new Value.Bool(skipped));
        result.put("msg", new Value.Text(message));
        return result;
    }
}
