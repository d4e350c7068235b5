package dev.runbook.engine.change;

import dev.runbook.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The changes of one refresh that leave no trace in AWS and are done, by the task they belong to. For one thread. */
public final class CompletedChanges {

    private final RedoAfter redoAfter;
    private final Map<String, Set<String>> keys = new HashMap<>();

    public CompletedChanges(RedoAfter redoAfter) {
        this.redoAfter = redoAfter;
    }

    /** A task is about to change something: what answers its changes is to be done again. */
    public void startTask(TaskKey taskKey) {
        if (!keys.isEmpty()) {
            redoAfter.of(taskKey.task()).forEach(this::remove);
        }
    }

    public void add(TaskKey taskKey, String changeKey) {
        keys.computeIfAbsent(taskKey.key(), unused -> new HashSet<>()).add(changeKey);
    }

    public void remove(TaskKey taskKey) {
        keys.remove(taskKey.key());
    }

    public void remove(TaskKeyPattern keyPattern) {
        keys.keySet().removeIf(keyPattern::matches);
    }

    public CompletedChanges copy() {
        CompletedChanges copy = new CompletedChanges(redoAfter);
        keys.forEach((place, done) -> copy.keys.put(place, new HashSet<>(done)));
        return copy;
    }

    /** The world as this task sees it: change keys are unique only within a task. */
    World visibleTo(World world, TaskKey taskKey) {
        return new World(world.instances(), world.snapshots(), keys.getOrDefault(taskKey.key(), Set.of()));
    }
}
