package dev.runbook.modules.rds;

import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import java.util.Optional;

/**
 * A slot in the target's replication tree: a name that applications use, the instance that had it before the refresh, and the
 * one that takes it over.
 *
 * @param name the name that applications use
 * @param above the name of the slot it replicates from; empty for the root
 * @param feeds whether other slots replicate from it
 * @param old empty once it is deleted
 * @param successor empty until the refresh has created it
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
