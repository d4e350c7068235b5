package dev.runbook.engine;

import dev.runbook.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The changes of one refresh that leave no trace in AWS and are done, by the task they belong to. For one thread. */
final class Completed {

    private final Sequels sequels;
    private final Map<String, Set<String>> keys = new HashMap<>();

    Completed(Sequels sequels) {
        this.sequels = sequels;
    }

    /** A task is about to change something: what answers its changes is to be done again. */
    void begin(TaskPlace place) {
        if (!keys.isEmpty()) {
            sequels.of(place.task()).forEach(this::remove);
        }
    }

    void add(TaskPlace place, String changeKey) {
        keys.computeIfAbsent(place.key(), unused -> new HashSet<>()).add(changeKey);
    }

    void remove(TaskPlace place) {
        keys.remove(place.key());
    }

    void remove(Doings doings) {
        keys.keySet().removeIf(doings::hold);
    }

    Completed copy() {
        Completed copy = new Completed(sequels);
        keys.forEach((place, done) -> copy.keys.put(place, new HashSet<>(done)));
        return copy;
    }

    /** The world as this task sees it: change keys are unique only within a task. */
    World scope(World world, TaskPlace place) {
        return new World(world.instances(), world.snapshots(), keys.getOrDefault(place.key(), Set.of()));
    }
}
