package dev.runbook.engine.task;

import dev.runbook.engine.change.TaskKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How the tasks of a pair have ended that a check carries out: once, however many ways of the runbook it looks at. For one thread. */
public final class CheckRunResults {

    private final Map<String, TaskResult> ends = new HashMap<>();

    Optional<TaskResult> end(TaskKey taskKey) {
        return Optional.ofNullable(ends.get(taskKey.key()));
    }

    /** A task that has reached nothing outside may be worked on again: it may have set variables. */
    void keep(TaskKey taskKey, TaskResult result) {
        if (result.changes() > 0 || result.failure().isPresent()) {
            ends.put(taskKey.key(), result);
        }
    }
}
