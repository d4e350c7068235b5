package dev.runbook.engine.task;

import dev.runbook.engine.change.TaskKeyPattern;
import dev.runbook.expression.Value;
import dev.runbook.runbook.Include;
import dev.runbook.runbook.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The surroundings of a task: the include that it belongs to, and the names that are known only there.
 *
 * @param names with values; stronger than every variable, as the item of a loop is
 * @param written the start of the ids of the tasks here, as the runbook has it: {@code media.}
 * @param actual the same with the item of each loop around it: {@code media[2].}
 * @param tidying whether this is an {@code always}, which runs whatever happened
 */
public record VariableFrame(Map<String, Value> names, String written, String actual, boolean tidying) {

    public VariableFrame {
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    public static VariableFrame outermost() {
        return new VariableFrame(Map.of(), "", "", false);
    }

    /** The id of a task, unique among all that the pair carries out and the same in every run. */
    public String id(Task task) {
        return actual + task.id().substring(written.length());
    }

    /** What a task has done in this passage. */
    public TaskKeyPattern keyPattern(Task task) {
        return new TaskKeyPattern(actual, task.id().substring(written.length()));
    }

    public VariableFrame with(Map<String, Value> more) {
        Map<String, Value> all = new LinkedHashMap<>(names);
        all.putAll(more);
        return new VariableFrame(all, written, actual, tidying);
    }

    public VariableFrame always() {
        return new VariableFrame(names, written, actual, true);
    }

    /** Inside an included file. */
    public VariableFrame within(Include include, OptionalInt item, Map<String, Value> inputs) {
        String index = item.isPresent() ? "[" + item.getAsInt() + "]" : "";
        String id = actual + include.id().substring(written.length()) + index;
        return new VariableFrame(with(inputs).names(), include.id() + ".", id + ".", tidying);
    }
}
