package dev.runbook.engine.change;

import dev.runbook.inventory.BucketRules;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Pair;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything that must never be changed: what the inventory protects, what any of its pairs reads from, and the targets of
 * other pairs.
 *
 * @param sources the source instance of every pair, selected or not
 */
public record ProtectedResources(Inventory inventory, Set<InstanceId> sources, BucketRules buckets) {

    public ProtectedResources {
        sources = Set.copyOf(sources);
    }

    /** Why an instance of this name must not be changed or made; empty when it may. */
    Optional<String> of(InstanceId name) {
        if (sources.contains(name)) {
            return Optional.of(name + " is the source of a pair");
        }
        return inventory.protection().ruleFor(name.name()).map(rule -> name + " is " + rule.describe());
    }

    /** Why an instance of this name is none of a pair's business; empty when it may be. */
    Optional<String> ofOthers(String pair, InstanceId name) {
        String place = place(pair);
        return inventory.pairs().values().stream()
                .filter(other ->
                        !other.name().equals(pair) && place(other.name()).equals(place))
                .filter(other -> name.equals(new InstanceId(other.target().instance())))
                .findFirst()
                .map(other -> name + " is the target of pair '" + other.name() + "'");
    }

    private String place(String pair) {
        return Optional.ofNullable(inventory.pairs().get(pair))
                .map(found -> inventory.locationKey(found.target().account()))
                .orElse("");
    }

    /** What speaks against a pair's writing to a part of a bucket; empty when nothing does. */
    Optional<BucketRules.Objection> ofBucket(String pair, BucketRules.BucketPrefix part, String number) {
        return buckets.objection(pair, part, Optional.of(number));
    }

    /** Two targets of which one replicates from the other, of a pair and another one; empty when there are none. */
    public Optional<String> describeNesting(Pair pair, World world) {
        InstanceId target = new InstanceId(pair.target().instance());
        String place = inventory.locationKey(pair.target().account());
        for (Pair other : inventory.pairs().values()) {
            InstanceId another = new InstanceId(other.target().instance());
            boolean near = !other.name().equals(pair.name())
                    && inventory.locationKey(other.target().account()).equals(place);
            if (near && (feeds(target, another, world) || feeds(another, target, world))) {
                return Optional.of(target + ", the target of pair '" + pair.name() + "', and " + another
                        + ", that of pair '" + other.name() + "', belong to one replication tree");
            }
        }
        return Optional.empty();
    }

    private static boolean feeds(InstanceId feeder, InstanceId fed, World world) {
        Set<InstanceId> seen = new HashSet<>();
        Optional<Instance> next = world.instance(fed);
        while (next.isPresent() && seen.add(next.get().id())) {
            next = next.get().source().flatMap(world::instance);
            if (next.filter(source -> source.id().equals(feeder)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Why nothing may be changed in an account; empty when it may. */
    Optional<String> ofAccount(String account, String number) {
        return inventory
                .protectedAccounts()
                .ruleFor(account, Optional.of(number))
                .map(rule -> "account '" + account + "' (" + number + ") is " + rule.describe());
    }

    /** Why nothing may be changed in the account of an instance; empty when it may. */
    Optional<String> ofAccount(Instance instance) {
        return instance.account()
                .flatMap(number -> inventory.protectedAccounts().ruleFor("", Optional.of(number)))
                .map(rule -> "its account is " + rule.describe());
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
    public Set<InstanceId> names(World world) {
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
}
