package dev.runbook.modules.rds;

import dev.runbook.modules.Change;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;

/** Collects changes and the world that they lead to. Leaves out changes at the beginning that are already done. */
final class ChangePlanBuilder {

    private final List<Change> changes = new ArrayList<>();
    private World world;

    ChangePlanBuilder(World world) {
        this.world = world;
    }

    void add(Change change) {
        if (changes.isEmpty() && change.progress(world).isDone()) {
            return;
        }
        changes.add(change);
        world = change.predict(world);
    }

    /** The world after the changes so far. */
    World predictedWorld() {
        return world;
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }
}
