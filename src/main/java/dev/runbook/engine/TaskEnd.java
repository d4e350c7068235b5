package dev.runbook.engine;

import dev.runbook.expression.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a task, or one item of its loop, ended.
 *
 * @param changes how many changes it made or, in a check, would make
 * @param result what {@code register} gets
 * @param failure why it failed; empty unless it failed or the failure was ignored
 */
record TaskEnd(Status status, int changes, Value.Fields result, Optional<TaskFailure> failure) {

    /** The closed choice. */
    enum Status {
        OK,
        CHANGED,
        SKIPPED,
        /** Skipped because the person who started the run said so: the same command asks for it again. */
        LEFT_OUT,
        FAILED,
        IGNORED;

        String word() {
            return this == LEFT_OUT ? SKIPPED.word() : name().toLowerCase(Locale.ROOT);
        }
    }

    static TaskEnd did(int changes, Value.Fields moduleResult) {
        Map<String, Value> result = standard(changes > 0, false, false, "");
        result.putAll(moduleResult.fields());
        return new TaskEnd(
                changes > 0 ? Status.CHANGED : Status.OK, changes, new Value.Fields(result), Optional.empty());
    }

    static TaskEnd skipped(String reason) {
        Map<String, Value> result = standard(false, false, true, reason);
        return new TaskEnd(Status.SKIPPED, 0, new Value.Fields(result), Optional.empty());
    }

    static TaskEnd leftOut() {
        String reason = "left out as answered; the same command asks again";
        return new TaskEnd(Status.LEFT_OUT, 0, skipped(reason).result(), Optional.empty());
    }

    static TaskEnd failed(TaskFailure failure, int changes) {
        Map<String, Value> result = standard(changes > 0, true, false, failure.message());
        return new TaskEnd(Status.FAILED, changes, new Value.Fields(result), Optional.of(failure));
    }

    TaskEnd ignored() {
        return new TaskEnd(Status.IGNORED, changes, result, failure);
    }

    /** The same with one more key in its result. */
    TaskEnd with(String key, Value value) {
        Map<String, Value> more = new LinkedHashMap<>(result.fields());
        more.put(key, value);
        return new TaskEnd(status, changes, new Value.Fields(more), failure);
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
