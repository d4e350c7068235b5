package dev.runbook.engine;

import dev.runbook.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The changes of one refresh that leave no trace in AWS and are done, by the task they belong to. For one thread. */
final class Completed {

    private final Map<String, Set<String>> keys = new HashMap<>();

    void add(TaskPlace place, String changeKey) {
        keys.computeIfAbsent(place.key(), unused -> new HashSet<>()).add(changeKey);
    }

    void remove(TaskPlace place) {
        keys.remove(place.key());
    }

    Completed copy() {
        Completed copy = new Completed();
        keys.forEach((place, done) -> copy.keys.put(place, new HashSet<>(done)));
        return copy;
    }

    boolean has(TaskPlace place, String changeKey) {
        return keys.getOrDefault(place.key(), Set.of()).contains(changeKey);
    }

    /** The world as this task sees it: change keys are unique only within a task. */
    World scope(World world, TaskPlace place) {
        return new World(world.instances(), world.snapshots(), keys.getOrDefault(place.key(), Set.of()));
    }
}
