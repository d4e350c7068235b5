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
 * The target's tree with what becomes of it, read at any moment of a refresh: before it, in the middle of the swap, after
 * the old instances are gone. Instances are recognised by resource ids and marks; names only say how far the swap has come.
 *
 * @param places each before those that replicate from it, siblings by name
 */
record TargetTree(List<Place> places) {

    TargetTree {
        places = List.copyOf(places);
    }

    /** The tree to plan on; refused when what stands there was begun for another pair or twice. */
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

    /** Each place after those that replicate from it: the order to rename and delete in. */
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

    /** Works the places out: from the old tree as far as it stands, and from what the refresh has made. */
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

        /** While RDS renames, a tree's links may be torn, and the old tree shrinks in the end: the marks still tell. */
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
