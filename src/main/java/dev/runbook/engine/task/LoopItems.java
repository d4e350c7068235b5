package dev.runbook.engine.task;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Value;
import dev.runbook.runbook.Task;
import dev.runbook.yaml.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the loops of tasks and of includes have in common. */
public final class LoopItems {

    private LoopItems() {}

    /** The items of a loop, of which the value is known. */
    public static List<Value> list(Task.Loop loop, Value items) throws ExpressionException {
        if (items instanceof Value.Items list) {
            return list.items();
        }
        throw new ExpressionException(new Problem(
                "loop-not-list",
                loop.items().position(),
                "'loop' is " + items.kind() + ", not a list",
                "give 'loop' a list; a mapping becomes one with '| dict2items'"));
    }

    /** The names that an item brings along. */
    public static Map<String, Value> names(Task.Loop loop, Value item, int index) {
        Map<String, Value> names = new LinkedHashMap<>();
        names.put(loop.variable(), item);
        loop.index().ifPresent(name -> names.put(name, new Value.Whole(index)));
        return names;
    }
}
