package dev.runbook.modules.rds;

import dev.runbook.modules.Begun;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
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
 * @param places parents before their replicas, siblings sorted by name
 */
record TargetTree(List<Place> places) {

    TargetTree {
        places = List.copyOf(places);
    }

    /**
     * Reads the tree after a check by {@link Begun}.
     *
     * @throws ModuleException if the refresh was started for another source or target, or an instance of it exists twice
     */
    static TargetTree checked(Refresh refresh, World world) throws ModuleException {
        Begun.check(refresh, world);
        return of(refresh, world);
    }

    static TargetTree of(Refresh refresh, World world) {
        return new Reading(refresh, world).tree();
    }

    Place root() {
        return places.get(0);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** The instance that is, or becomes, the new root. */
    Optional<Instance> newRoot() {
        return places.stream().filter(Place::isRoot).findFirst().flatMap(Place::successor);
    }

    List<Place> replicas() {
        return places.stream().filter(place -> !place.isRoot()).toList();
    }

    /** Replicas before their parents: the order for renames and deletions. */
    List<Place> leavesFirst() {
        List<Place> ordered = new ArrayList<>();
        places.stream().filter(Place::isRoot).forEach(root -> collect(root, ordered));
        return ordered;
    }

    private void collect(Place place, List<Place> ordered) {
        places.stream()
                .filter(other -> other.above().equals(Optional.of(place.name())))
                .forEach(replica -> collect(replica, ordered));
        ordered.add(place);
    }

    Place place(InstanceId name) {
        return places.stream()
                .filter(place -> place.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not in " + places));
    }

    /** Builds the tree from what is left of the old one, and from the instances that the refresh created. */
    private static final class Reading {

        private final Refresh refresh;
        private final World world;
        private final Map<ResourceId, Marks> replaced = new HashMap<>();
        private final Map<InstanceId, Instance> made = new HashMap<>();
        private final Map<InstanceId, Optional<InstanceId>> above = new HashMap<>();
        private final Map<InstanceId, Instance> old = new HashMap<>();

        Reading(Refresh refresh, World world) {
            this.refresh = refresh;
            this.world = world;
        }

        TargetTree tree() {
            for (Instance instance : world.madeBy(refresh.id(), refresh.pair())) {
                instance.marks().ifPresent(marks -> {
                    made.put(marks.target(), instance);
                    replaced.put(marks.replaces(), marks);
                });
            }
            oldRoot().ifPresent(root -> walk(root, Optional.empty(), new HashSet<>()));
            made.forEach(this::addMade);
            return new TargetTree(breadthFirst());
        }

        private Optional<Instance> oldRoot() {
            return Optional.ofNullable(made.get(refresh.target().instance()))
                    .flatMap(Instance::marks)
                    .map(marks -> world.instance(marks.replaces()))
                    .orElseGet(() -> world.instance(refresh.target().instance()));
        }

        private void walk(Instance instance, Optional<InstanceId> parent, Set<ResourceId> seen) {
            if (!seen.add(instance.resourceId())) {
                return;
            }
            InstanceId name = Optional.ofNullable(replaced.get(instance.resourceId()))
                    .map(Marks::target)
                    .orElse(parent.isEmpty() ? refresh.target().instance() : instance.id());
            old.put(name, instance);
            above.put(name, parent);
            for (String replica : instance.replicaNames()) {
                if (!replica.contains(":")) {
                    world.instance(new InstanceId(replica)).ifPresent(found -> walk(found, Optional.of(name), seen));
                }
            }
        }

        /** Completes the tree from the tags: links may be missing during renames, and the cleanup deletes old instances. */
        private void addMade(InstanceId name, Instance instance) {
            instance.marks()
                    .flatMap(marks -> world.instance(marks.replaces()))
                    .ifPresent(found -> old.putIfAbsent(name, found));
            boolean root = name.equals(refresh.target().instance());
            above.computeIfAbsent(
                    name,
                    missing -> root
                            ? Optional.empty()
                            : Optional.of(instance.source()
                                    .flatMap(world::instance)
                                    .flatMap(Instance::marks)
                                    .map(Marks::target)
                                    .orElse(refresh.target().instance())));
        }

        private List<Place> breadthFirst() {
            List<Place> ordered = new ArrayList<>();
            Deque<InstanceId> open = new ArrayDeque<>();
            above.entrySet().stream()
                    .filter(entry -> entry.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .forEach(open::add);
            while (!open.isEmpty()) {
                InstanceId name = open.removeFirst();
                List<InstanceId> below = above.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(Optional.of(name)))
                        .map(Map.Entry::getKey)
                        .sorted(Comparator.naturalOrder())
                        .toList();
                open.addAll(below);
                ordered.add(new Place(
                        name,
                        above.getOrDefault(name, Optional.empty()),
                        !below.isEmpty(),
                        Optional.ofNullable(old.get(name)),
                        Optional.ofNullable(made.get(name))));
            }
            return ordered;
        }
    }
}
