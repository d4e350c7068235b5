package dev.runbook.plan;

import dev.runbook.expression.Value;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done for one pair.
 *
 * @param refresh id of the refresh that goes on; empty when a new one begins
 * @param status how the check of it ended: {@code finished}, or {@code earlier} when nothing is left to be done
 * @param world what existed
 * @param calls in the order in which they are made
 */
public record PlannedPair(
        String name,
        Optional<String> refresh,
        Sides sides,
        String status,
        List<Thing> world,
        List<PlannedTask> tasks,
        List<PlannedCall> calls) {

    public PlannedPair {
        world = List.copyOf(world);
        tasks = List.copyOf(tasks);
        calls = List.copyOf(calls);
    }

    /** The names of the two instances. */
    public record Sides(String source, String target) {}

    /**
     * A task with what it is expected to come to.
     *
     * @param status {@code ok}, {@code changed}, {@code skipped}, {@code ignored}
     * @param result what it would register; what only the run can know stands as such
     * @param open whether only the run can know what the task does
     */
    public record PlannedTask(
            String id, String name, String module, String status, Value.Fields result, boolean open) {}

    /** Whether only the run can know what a task does, so that the plan does not say it. */
    public boolean isOpen(String task) {
        return tasks.stream().anyMatch(planned -> planned.open() && planned.id().equals(task));
    }
}
