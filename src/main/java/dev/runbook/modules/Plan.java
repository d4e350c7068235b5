package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.world.World;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The changes and the output of one task.
 *
 * @param changes in the order of execution
 * @param result fields of {@code register} in addition to the standard ones, computed on the world after the changes
 * @param variables variables for the pair's later tasks
 * @param messages lines of the task's output
 * @param flow what the pair does next
 */
public record Plan(
        List<Change> changes,
        Function<World, Value.Fields> result,
        Map<String, Value> variables,
        List<String> messages,
        Flow flow) {

    /** What a pair does after a task. */
    public enum Flow {
        /** Runs the next task. */
        CONTINUE,
        /** Runs the handlers notified so far, then the next task. */
        RUN_HANDLERS,
        /** Ends as if the runbook ended here. */
        END_PAIR
    }

    public Plan {
        changes = List.copyOf(changes);
        variables = Map.copyOf(variables);
        messages = List.copyOf(messages);
    }

    public static Plan of(List<Change> changes) {
        return new Plan(changes, world -> new Value.Fields(Map.of()), Map.of(), List.of(), Flow.CONTINUE);
    }

    public static Plan of(List<Change> changes, Function<World, Value.Fields> result) {
        return new Plan(changes, result, Map.of(), List.of(), Flow.CONTINUE);
    }

    public static Plan withMessages(String... messages) {
        return new Plan(List.of(), world -> new Value.Fields(Map.of()), Map.of(), List.of(messages), Flow.CONTINUE);
    }

    /** A plan without changes that only sets the flow. */
    public static Plan withFlow(Flow flow) {
        return new Plan(List.of(), world -> new Value.Fields(Map.of()), Map.of(), List.of(), flow);
    }
}
