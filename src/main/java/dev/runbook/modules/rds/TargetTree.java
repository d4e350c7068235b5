package dev.runbook.modules.rds;

import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.RefreshConsistency;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The target's replication tree with its old and new instances, read at any point of a refresh: before it, in the middle of the
 * swap, or after the old instances are deleted. Instances are identified by resource ids and tags; names only show how far the
 * swap is.
 *
 * @param slots parents before their replicas, siblings sorted by name
 */
record TargetTree(List<TreeSlot> slots) {

    TargetTree {
        slots = List.copyOf(slots);
    }

    /**
     * Reads the tree after a check by {@link RefreshConsistency}.
     *
     * @throws ModuleException if the refresh was started for another source or target, or an instance of it exists twice
     */
    static TargetTree requireConsistent(Refresh refresh, World world) throws ModuleException {
        RefreshConsistency.check(refresh, world);
        return of(refresh, world);
    }

    static TargetTree of(Refresh refresh, World world) {
        return new TreeReader(refresh, world).tree();
    }

    TreeSlot root() {
        return slots.get(0);
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    /** The instance that is, or becomes, the new root. */
    Optional<Instance> newRoot() {
        return slots.stream().filter(TreeSlot::isRoot).findFirst().flatMap(TreeSlot::replacement);
    }

    List<TreeSlot> replicas() {
        return slots.stream().filter(slot -> !slot.isRoot()).toList();
    }

    /** Replicas before their parents: the order for renames and deletions. */
    List<TreeSlot> leavesFirst() {
        List<TreeSlot> ordered = new ArrayList<>();
        slots.stream().filter(TreeSlot::isRoot).forEach(root -> collect(root, ordered));
        return ordered;
    }

    private void collect(TreeSlot slot, List<TreeSlot> ordered) {
        slots.stream()
                .filter(other -> other.parent().equals(Optional.of(slot.name())))
                .forEach(replica -> collect(replica, ordered));
        ordered.add(slot);
    }

    TreeSlot slot(InstanceId name) {
        return slots.stream()
                .filter(slot -> slot.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not in " + slots));
    }

    /** Builds the tree from what is left of the old one, and from the instances that the refresh created. */
    private static final class TreeReader {

        private final Refresh refresh;
        private final World world;
        private final Map<ResourceId, RefreshTags> tagsByReplaced = new HashMap<>();
        private final Map<InstanceId, Instance> newInstances = new HashMap<>();
        private final Map<InstanceId, Optional<InstanceId>> parents = new HashMap<>();
        private final Map<InstanceId, Instance> oldInstances = new HashMap<>();

        TreeReader(Refresh refresh, World world) {
            this.refresh = refresh;
            this.world = world;
        }

        TargetTree tree() {
            for (Instance instance : world.instancesOf(refresh.id(), refresh.pair())) {
                instance.refreshTags().ifPresent(refreshTags -> {
                    newInstances.put(refreshTags.target(), instance);
                    tagsByReplaced.put(refreshTags.replaces(), refreshTags);
                });
            }
            oldRoot().ifPresent(root -> walk(root, Optional.empty(), new HashSet<>()));
            newInstances.forEach(this::addNewInstance);
            return new TargetTree(breadthFirst());
        }

        private Optional<Instance> oldRoot() {
            return Optional.ofNullable(newInstances.get(refresh.target().instance()))
                    .flatMap(Instance::refreshTags)
                    .map(refreshTags -> world.instance(refreshTags.replaces()))
                    .orElseGet(() -> world.instance(refresh.target().instance()));
        }

        private void walk(Instance instance, Optional<InstanceId> parent, Set<ResourceId> seen) {
            if (!seen.add(instance.resourceId())) {
                return;
            }
            InstanceId name = Optional.ofNullable(tagsByReplaced.get(instance.resourceId()))
                    .map(RefreshTags::target)
                    .orElse(parent.isEmpty() ? refresh.target().instance() : instance.id());
            oldInstances.put(name, instance);
            parents.put(name, parent);
            for (String replica : instance.replicaNames()) {
                if (!replica.contains(":")) {
                    world.instance(new InstanceId(replica)).ifPresent(found -> walk(found, Optional.of(name), seen));
                }
            }
        }

        /** Completes the tree from the tags: links may be missing during renames, and the cleanup deletes old instances. */
        private void addNewInstance(InstanceId name, Instance instance) {
            instance.refreshTags()
                    .flatMap(refreshTags -> world.instance(refreshTags.replaces()))
                    .ifPresent(found -> oldInstances.putIfAbsent(name, found));
            boolean root = name.equals(refresh.target().instance());
            parents.computeIfAbsent(
                    name,
                    missing -> root
                            ? Optional.empty()
                            : Optional.of(instance.source()
                                    .flatMap(world::instance)
                                    .flatMap(Instance::refreshTags)
                                    .map(RefreshTags::target)
                                    .orElse(refresh.target().instance())));
        }

        private List<TreeSlot> breadthFirst() {
            List<TreeSlot> ordered = new ArrayList<>();
            Deque<InstanceId> open = new ArrayDeque<>();
            parents.entrySet().stream()
                    .filter(entry -> entry.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .forEach(open::add);
            while (!open.isEmpty()) {
                InstanceId name = open.removeFirst();
                List<InstanceId> below = parents.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(Optional.of(name)))
                        .map(Map.Entry::getKey)
                        .sorted(Comparator.naturalOrder())
                        .toList();
                open.addAll(below);
                ordered.add(new TreeSlot(
                        name,
                        parents.getOrDefault(name, Optional.empty()),
                        !below.isEmpty(),
                        Optional.ofNullable(oldInstances.get(name)),
                        Optional.ofNullable(newInstances.get(name))));
            }
            return ordered;
        }
    }
}
