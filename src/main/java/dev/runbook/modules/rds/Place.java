package dev.runbook.modules.rds;

import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import java.util.Optional;

/**
 * A place in the target's tree: a name that applications know, the instance that holds or held it before the refresh, and
 * the one that takes it over.
 *
 * @param name the name that applications know
 * @param above the place it replicates from; empty for the root
 * @param feeds whether other places replicate from it
 * @param old empty once it has been deleted
 * @param successor empty until the refresh has made it
 */
record Place(
        InstanceId name,
        Optional<InstanceId> above,
        boolean feeds,
        Optional<Instance> old,
        Optional<Instance> successor) {

    boolean isRoot() {
        return above.isEmpty();
    }

    boolean isSwapped() {
        return successor.filter(made -> made.id().equals(name)).isPresent();
    }

    Optional<Marks.State> state() {
        return successor.flatMap(Instance::marks).map(Marks::state);
    }
}
