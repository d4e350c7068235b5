package dev.runbook.modules.rds;

import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import java.util.Optional;

/**
 * A slot in the target's replication tree: a name that applications use, the instance that had it before the refresh, and the
 * one that takes it over.
 *
 * @param name the name that applications use
 * @param parent the name of the slot it replicates from; empty for the root
 * @param hasReplicas whether other slots replicate from it
 * @param old empty once it is deleted
 * @param replacement empty until the refresh has created it
 */
record TreeSlot(
        InstanceId name,
        Optional<InstanceId> parent,
        boolean hasReplicas,
        Optional<Instance> old,
        Optional<Instance> replacement) {

    boolean isRoot() {
        return parent.isEmpty();
    }

    boolean isSwapped() {
        return replacement.filter(made -> made.id().equals(name)).isPresent();
    }

    Optional<RefreshTags.State> state() {
        return replacement.flatMap(Instance::refreshTags).map(RefreshTags::state);
    }
}
