package dev.runbook.engine.resume;

import dev.runbook.expression.Value;
import java.util.Map;
import java.util.Set;

/**
 * What the journals of a refresh say about the tasks of one pair.
 *
 * @param results what tasks have registered, by task id
 * @param done tasks that are complete
 * @param unfinished tasks that began to change something and did not end
 * @param pendingHandlers handlers that were notified and have not run since
 * @param onceResults what {@code run_once} tasks have registered, whichever pair ran them
 */
public record JournaledTasks(
        Map<String, Value.Fields> results,
        Set<String> done,
        Set<String> unfinished,
        Set<String> pendingHandlers,
        Map<String, Value.Fields> onceResults) {

    public JournaledTasks {
        results = Map.copyOf(results);
        done = Set.copyOf(done);
        unfinished = Set.copyOf(unfinished);
        pendingHandlers = Set.copyOf(pendingHandlers);
        onceResults = Map.copyOf(onceResults);
    }
}
