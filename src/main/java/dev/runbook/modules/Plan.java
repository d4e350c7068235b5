package dev.runbook.modules;

import dev.runbook.expression.Value;
import dev.runbook.world.World;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a task amounts to.
 *
 * @param changes in the order to carry them out
 * @param result what {@code register} gets besides the standard keys, worked out on the world after the changes
 * @param variables set for the pair's later tasks
 * @param messages lines to show as the task's own output
 * @param flow where the pair goes from here
 */
public record Plan(
        List<Change> changes,
        Function<World, Value.Fields> result,
        Map<String, Value> variables,
        List<String> messages,
        Flow flow) {

    /** Where a pair goes after a task. */
    public enum Flow {
        /** To the next one. */
        ON,
        /** To the handlers that are notified so far, and then to the next one. */
        HANDLERS,
        /** To its end, as if the runbook ended here. */
        END
    }

    public Plan {
        changes = List.copyOf(changes);
        variables = Map.copyOf(variables);
        messages = List.copyOf(messages);
    }

    public static Plan of(List<Change> changes) {
        return new Plan(changes, world -> new Value.Fields(Map.of()), Map.of(), List.of(), Flow.ON);
    }

    public static Plan of(List<Change> changes, Function<World, Value.Fields> result) {
        return new Plan(changes, result, Map.of(), List.of(), Flow.ON);
    }

    public static Plan says(String... messages) {
        return new Plan(List.of(), world -> new Value.Fields(Map.of()), Map.of(), List.of(messages), Flow.ON);
    }

    /** Nothing but a turn of the way. */
    public static Plan leads(Flow flow) {
        return new Plan(List.of(), world -> new Value.Fields(Map.of()), Map.of(), List.of(), flow);
    }
}
