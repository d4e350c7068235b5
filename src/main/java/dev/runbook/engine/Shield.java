package dev.runbook.engine;

import dev.runbook.inventory.Protection;
import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything that must never be changed: what the inventory protects, and what any of its pairs reads from.
 *
 * @param sources the source instance of every pair, selected or not
 * @param copySources the source of every bucket copy of every pair
 */
record Shield(Protection protection, Set<InstanceId> sources, List<Refresh.Place> copySources) {

    Shield {
        sources = Set.copyOf(sources);
        copySources = List.copyOf(copySources);
    }

    /** Why an instance of this name must not be changed or made; empty when it may. */
    Optional<String> of(InstanceId name) {
        if (sources.contains(name)) {
            return Optional.of(name + " is the source of a pair");
        }
        return protection.name(name.name()).map(rule -> name + protectedBy(rule));
    }

    /** Why nothing may be written to a bucket; empty when it may. */
    Optional<String> ofBucket(String bucket) {
        return protection.name(bucket).map(rule -> "bucket " + bucket + protectedBy(rule));
    }

    /** Why nothing may be changed in the account of an instance; empty when it may. */
    Optional<String> ofAccount(Instance instance) {
        return instance.account()
                .flatMap(protection::account)
                .map(rule -> "account " + rule.pattern() + protectedBy(rule));
    }

    /** The shielded instances that exist, and everything they replicate from. */
    Set<ResourceId> existing(World world) {
        Set<ResourceId> shielded = new HashSet<>();
        for (Instance instance : world.instances().values()) {
            Optional<Instance> next =
                    Optional.of(instance).filter(found -> of(found.id()).isPresent());
            while (next.isPresent() && shielded.add(next.get().resourceId())) {
                next = next.get().source().flatMap(world::instance);
            }
        }
        return shielded;
    }

    /** The names of the shielded instances that exist, and of all sources. */
    Set<InstanceId> names(World world) {
        Set<ResourceId> shielded = existing(world);
        if (shielded.isEmpty()) {
            return sources;
        }
        Set<InstanceId> names = new TreeSet<>(sources);
        world.instances().values().stream()
                .filter(instance -> shielded.contains(instance.resourceId()))
                .map(Instance::id)
                .forEach(names::add);
        return names;
    }

    private static String protectedBy(Protection.Rule rule) {
        return " is protected by '" + rule.pattern() + "' (" + rule.position() + ")";
    }
}
