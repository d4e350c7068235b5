package dev.runbook.modules.rds;

import dev.runbook.modules.Refresh;
import dev.runbook.modules.RefreshConsistency;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;

/** Identifies an instance independently of its name: a swap changes names, but neither resource ids nor refresh tags. */
public sealed interface InstanceKey {

    Optional<Instance> findIn(World world);

    /** The instance that a refresh creates to take over the name of the target, identified by its refresh tags. */
    record TaggedInstanceKey(String refresh, String pair, InstanceId target) implements InstanceKey {

        public static TaggedInstanceKey of(Refresh refresh, InstanceId target) {
            return new TaggedInstanceKey(refresh.id(), refresh.pair(), target);
        }

        @Override
        public Optional<Instance> findIn(World world) {
            List<Instance> claiming = world.instancesOf(refresh, pair).stream()
                    .filter(instance ->
                            instance.refreshTags().map(RefreshTags::target).equals(Optional.of(target)))
                    .toList();
            if (claiming.stream().map(Instance::resourceId).distinct().count() > 1) {
                throw new IllegalStateException(RefreshConsistency.describeDuplicates(target, claiming));
            }
            return claiming.stream().findFirst();
        }
    }

    /** An instance of the target's old tree, identified by its resource id. */
    record ResourceIdKey(ResourceId id) implements InstanceKey {

        @Override
        public Optional<Instance> findIn(World world) {
            return world.instance(id);
        }
    }
}
