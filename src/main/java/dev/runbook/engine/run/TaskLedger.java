package dev.runbook.engine.run;

import dev.runbook.engine.task.TaskResult;
import dev.runbook.expression.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts the results of the tasks of one pair. For one thread. */
final class TaskLedger {

    private final Map<TaskResult.ResultStatus, Integer> ends = new EnumMap<>(TaskResult.ResultStatus.class);
    private final Map<String, Value.Fields> results;
    private final Set<String> leftOut = new HashSet<>();
    private int changes;

    /** @param results that tasks of this refresh registered earlier */
    TaskLedger(Map<String, Value.Fields> results) {
        this.results = new HashMap<>(results);
    }

    /**
     * @param written the task's id in the runbook
     * @param id unique among all task runs
     */
    void add(String written, String id, TaskResult result) {
        ends.merge(result.status(), 1, Integer::sum);
        changes += result.changes();
        if (result.result().get("data_as_of").isPresent()) {
            results.put(id, result.result());
        }
        if (result.status() == TaskResult.ResultStatus.LEFT_OUT) {
            leftOut.add(written);
        }
    }

    Map<TaskResult.ResultStatus, Integer> ends() {
        return Collections.unmodifiableMap(ends);
    }

    Collection<Value.Fields> results() {
        return Collections.unmodifiableCollection(results.values());
    }

    boolean isLeftOut(String written) {
        return leftOut.contains(written);
    }

    int changes() {
        return changes;
    }
}
