package dev.runbook.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.DBSnapshot;

/**
 * The resources of one pair at one point in time, read or predicted; immutable.
 *
 * @param instances every DB instance of the pair's account and region
 * @param snapshots snapshots of the pair's source, any status
 * @param completed keys of the changes that this refresh has journaled as done and that are not visible in AWS
 */
public record World(Map<InstanceId, Instance> instances, List<DBSnapshot> snapshots, Set<String> completed) {

    public World {
        instances = Collections.unmodifiableMap(new TreeMap<>(instances));
        snapshots = List.copyOf(snapshots);
        completed = Set.copyOf(completed);
    }

    public static World of(Collection<Instance> instances, List<DBSnapshot> snapshots, Set<String> completed) {
        Map<InstanceId, Instance> byId = new HashMap<>();
        instances.forEach(instance -> byId.put(instance.id(), instance));
        return new World(byId, snapshots, completed);
    }

    public Optional<Instance> instance(InstanceId id) {
        return Optional.ofNullable(instances.get(id));
    }

    /** The instance with this resource id, under any name. */
    public Optional<Instance> instance(ResourceId id) {
        return instances.values().stream()
                .filter(instance -> instance.resourceId().equals(id))
                .findFirst();
    }

    /** The existing instances that a refresh of a pair has created. */
    public List<Instance> instancesOf(String refresh, String pair) {
        return instances.values().stream()
                .filter(instance -> instance.refreshTags()
                        .filter(refreshTags -> refreshTags.belongsTo(refresh, pair))
                        .isPresent())
                .toList();
    }

    /** A copy with this instance added, replacing one with the same name. */
    public World with(Instance instance) {
        Map<InstanceId, Instance> changed = new HashMap<>(instances);
        changed.put(instance.id(), instance);
        return new World(changed, snapshots, completed);
    }

    public World without(InstanceId id) {
        Map<InstanceId, Instance> changed = new HashMap<>(instances);
        changed.remove(id);
        return new World(changed, snapshots, completed);
    }

    public World withCompleted(String changeKey) {
        Set<String> more = new HashSet<>(completed);
        more.add(changeKey);
        return new World(instances, snapshots, more);
    }

    /** The tree under an instance; replicas that are not in this account and region are left out. */
    public ReplicationTree tree(Instance root) {
        List<ReplicationTree> replicas = new ArrayList<>();
        for (String name : root.replicaNames()) {
            if (!name.contains(":")) {
                instance(new InstanceId(name)).map(this::tree).ifPresent(replicas::add);
            }
        }
        return new ReplicationTree(root, replicas);
    }
}
