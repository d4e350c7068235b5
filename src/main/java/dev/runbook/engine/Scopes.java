package dev.runbook.engine;

import dev.runbook.expression.Outside;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Layers;
import dev.runbook.inventory.Level;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import dev.runbook.yaml.Position;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of one pair as its chain goes on: what the inventory gives, and what tasks have set. For one thread. */
final class Scopes {

    private final Layers inventory;
    private final Map<String, Value> commandLine;
    private final Outside outside;
    private final Map<String, Value> registered = new LinkedHashMap<>();

    Scopes(Layers inventory, Map<String, Value> commandLine, Outside outside) {
        this.inventory = inventory;
        this.commandLine = Map.copyOf(commandLine);
        this.outside = outside;
    }

    void register(String name, Value value) {
        registered.put(name, value);
    }

    /** What a task of a play sees; the item of its loop is the innermost. */
    Scope of(Play play, Task task, Map<String, Value> item) {
        Position position = task.position();
        Layers layers = inventory.with(Level.PLAY, play.vars()).with(Level.TASK, task.vars());
        return layers.withValues(Level.REGISTERED, registered, position)
                .withValues(Level.REGISTERED, item, position)
                .withValues(Level.COMMAND_LINE, commandLine, position)
                .scope(outside);
    }
}
