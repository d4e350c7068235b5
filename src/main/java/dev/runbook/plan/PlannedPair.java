package dev.runbook.plan;

import dev.runbook.expression.Value;
import java.util.List;
import java.util.Optional;

/**
 * The plan for one pair.
 *
 * @param refresh id of the refresh to continue; empty for a new refresh
 * @param status the result of its check: {@code finished}, or {@code earlier} when nothing is left to do
 * @param world the existing resources
 * @param calls in the order of execution
 */
public record PlannedPair(
        String name,
        Optional<String> refresh,
        PlannedSides sides,
        String status,
        List<PlannedResource> world,
        List<TaskPlan> tasks,
        List<PlannedCall> calls) {

    public PlannedPair {
        world = List.copyOf(world);
        tasks = List.copyOf(tasks);
        calls = List.copyOf(calls);
    }

    /** The names of the two instances. */
    public record PlannedSides(String source, String target) {}

    /**
     * A task with its expected result.
     *
     * @param status {@code ok}, {@code changed}, {@code skipped}, {@code ignored}
     * @param result the value for {@code register}, with a marker for values that are unknown until the run
     * @param knownWhenRun whether the calls of the task are unknown until the run
     */
    public record TaskPlan(
            String id, String name, String module, String status, Value.Fields result, boolean knownWhenRun) {}

    /** Whether the calls of a task are unknown until the run and therefore not in the plan. */
    public boolean isKnownWhenRun(String task) {
        return tasks.stream()
                .anyMatch(planned -> planned.knownWhenRun() && planned.id().equals(task));
    }
}
