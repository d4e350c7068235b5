package dev.runbook.engine;

import dev.runbook.expression.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts how the tasks of one pair have ended. For one thread. */
final class Ledger {

    private final Map<TaskEnd.Status, Integer> ends = new EnumMap<>(TaskEnd.Status.class);
    private final Map<String, Value.Fields> results;
    private final Set<String> leftOut = new HashSet<>();
    private int changes;

    /** @param results what tasks of this refresh have registered before */
    Ledger(Map<String, Value.Fields> results) {
        this.results = new HashMap<>(results);
    }

    /**
     * @param written the task's id in the runbook
     * @param id unique among all that is carried out
     */
    void add(String written, String id, TaskEnd end) {
        ends.merge(end.status(), 1, Integer::sum);
        changes += end.changes();
        if (end.result().get("data_as_of").isPresent()) {
            results.put(id, end.result());
        }
        if (end.status() == TaskEnd.Status.LEFT_OUT) {
            leftOut.add(written);
        }
    }

    Map<TaskEnd.Status, Integer> ends() {
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
