package dev.runbook.engine.change;

import dev.runbook.engine.TaskFailure;
import dev.runbook.inventory.BucketRules;
import dev.runbook.modules.Change;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.ResourceId;
import dev.runbook.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a change pass or refuses it, judging what it touches in a world: in a check the predicted one, in a run the one read
 * right before. Production is never changed, and only what the refresh has made or replaces is touched.
 */
public final class Gate {

    private static final String ADVICE =
            "nothing was sent; if the instance is meant, correct the inventory's protect, source or target";

    private final ProtectedResources protectedResources;
    private final Refresh refresh;
    private final AccountNumbers numbers;

    public Gate(ProtectedResources protectedResources, Refresh refresh, AccountNumbers numbers) {
        this.protectedResources = protectedResources;
        this.refresh = refresh;
        this.numbers = numbers;
    }

    /** The twelve digits of the accounts that a run enters, by their names in the inventory. */
    @FunctionalInterface
    public interface AccountNumbers {
        String of(String account) throws PortException;
    }

    /**
     * Lets a change pass, or refuses it.
     *
     * @throws TaskFailure REFUSED, with what would have been touched and the rule that forbids it
     */
    public void requireAllowed(Change change, World world) throws TaskFailure {
        Subject subject = change.subject();
        if (subject instanceof Subject.External) {
            return;
        }
        if (subject instanceof Subject.TargetBucket bucket) {
            bucket(bucket);
            return;
        }
        String account = refresh.target().account();
        check(
                "would change something in account '" + account + "'",
                protectedResources.ofAccount(account, number(account)));
        if (subject instanceof Subject.NewInstance made) {
            checkNew(made.name(), world);
        } else if (subject instanceof Subject.OwnInstance own) {
            own(own.name(), world);
        } else if (subject instanceof Subject.OwnDatabase data) {
            database(data.name(), world);
        } else if (subject instanceof Subject.TargetDatabase data) {
            target(data.name(), world);
        } else if (subject instanceof Subject.OldInstance old) {
            old(old.name(), old.resourceId(), world);
        } else if (subject instanceof Subject.DeletedInstance deleted) {
            checkDeleted(deleted, world);
        } else if (subject instanceof Subject.DiscardedInstance discarded) {
            checkDiscarded(discarded, world);
        }
        checkNewName(change, world);
    }

    private void checkNew(InstanceId name, World world) throws TaskFailure {
        check("would make " + name, protectedResources.of(name));
        check("would make " + name, protectedResources.ofOthers(refresh.pair(), name));
        if (world.instance(name).isPresent()) {
            throw refusal("would make " + name + ", but an instance of that name exists");
        }
        for (Instance neighbour : world.instances().values()) {
            check("would make " + name, protectedResources.ofAccount(neighbour));
        }
    }

    private Instance own(InstanceId name, World world) throws TaskFailure {
        Instance instance = existing(name, world);
        requireUnprotected(instance, world);
        if (!isOwn(instance)) {
            throw refusal("would change " + name + ", which does not carry the marks of this refresh (" + refresh.id()
                    + " of pair " + refresh.pair() + "): this refresh has not made it");
        }
        outsiders(instance, deletableIds(world), world);
        return instance;
    }

    private void database(InstanceId name, World world) throws TaskFailure {
        Instance instance = own(name, world);
        RefreshTags refreshTags = instance.refreshTags().orElseThrow();
        if (refreshTags.state() == RefreshTags.State.LIVE) {
            throw refusal("would change the data of " + name + ", which is live already");
        }
        if (name.equals(refreshTags.target()) || name.equals(refresh.target().instance())) {
            throw refusal("would change the data of " + name + ", which the applications use under that name");
        }
    }

    private void target(InstanceId name, World world) throws TaskFailure {
        requireUnprotected(existing(name, world), world);
        if (!name.equals(refresh.target().instance())) {
            throw refusal("would try rules on the data of " + name + ", which is not the target");
        }
    }

    private Instance old(InstanceId name, ResourceId resourceId, World world) throws TaskFailure {
        Instance instance = existing(name, world);
        requireUnprotected(instance, world);
        if (!instance.resourceId().equals(resourceId)) {
            throw refusal("would change " + name + " as " + resourceId + " of the target, but that name now belongs to "
                    + instance.resourceId());
        }
        if (!replacedIds(world).contains(resourceId)) {
            throw refusal(
                    "would change " + name + " (" + resourceId + "), which nothing made by this refresh replaces");
        }
        return outsiders(instance, deletableIds(world), world);
    }

    private void checkDeleted(Subject.DeletedInstance deleted, World world) throws TaskFailure {
        Instance instance = old(deleted.name(), deleted.resourceId(), world);
        InstanceId name = deleted.name();
        if (!name.name().startsWith(refresh.namePrefixes().oldPrefix())) {
            throw refusal("would delete " + name + ", whose name does not start with '"
                    + refresh.namePrefixes().oldPrefix() + "'");
        }
        Set<InstanceId> targets = new HashSet<>();
        targets.add(refresh.target().instance());
        boolean succeeded = false;
        for (Instance own : ownInstances(world)) {
            RefreshTags refreshTags = own.refreshTags().orElseThrow();
            targets.add(refreshTags.target());
            succeeded |= refreshTags.replaces().equals(deleted.resourceId())
                    && own.id().equals(refreshTags.target());
        }
        if (targets.contains(name)) {
            throw refusal("would delete " + name + ", which has the name of the target");
        }
        if (!succeeded) {
            throw refusal("would delete " + name + " although what replaces it does not have its name yet");
        }
        outsiders(instance, replacedIds(world), world);
    }

    /** Only what this refresh has made, by its own marks, while the old instances serve under their names. */
    private void checkDiscarded(Subject.DiscardedInstance discarded, World world) throws TaskFailure {
        InstanceId name = discarded.name();
        Instance instance = existing(name, world);
        requireUnprotected(instance, world);
        if (!instance.resourceId().equals(discarded.resourceId()) || !isOwn(instance)) {
            throw refusal("would delete " + name + " as " + discarded.resourceId() + ", which refresh " + refresh.id()
                    + " of pair " + refresh.pair() + " has made, but that name belongs to " + instance.resourceId()
                    + (isOwn(instance) ? "" : ", which does not carry its marks"));
        }
        RefreshTags refreshTags = instance.refreshTags().orElseThrow();
        if (refreshTags.state() == RefreshTags.State.LIVE) {
            throw refusal("would delete " + name + ", which is live");
        }
        String temporary = refresh.namePrefixes().temporaryPrefix() + refreshTags.target();
        if (!name.name().equals(temporary) || name.equals(refresh.target().instance())) {
            throw refusal("would delete " + name + ", which is not called " + temporary
                    + ": it serves, or has served, or the variable temporary_prefix was another one");
        }
        for (Instance other : world.instances().values()) {
            if (other.refreshTags().map(RefreshTags::replaces).equals(Optional.of(instance.resourceId()))) {
                throw refusal("would delete " + name + ", which " + other.id() + " is to replace: it serves");
            }
        }
        for (Instance own : ownInstances(world)) {
            InstanceId target = own.refreshTags().orElseThrow().target();
            Optional<Instance> old =
                    world.instance(own.refreshTags().orElseThrow().replaces());
            if (own.id().equals(target)
                    || old.filter(found -> !found.id().equals(target)).isPresent()) {
                throw refusal("would delete " + name + " in the middle of a swap: the old " + target
                        + " does not have its name");
            }
        }
        outsiders(instance, Set.of(), world);
    }

    private void bucket(Subject.TargetBucket touched) throws TaskFailure {
        BucketRules.BucketPrefix part =
                new BucketRules.BucketPrefix(touched.account(), touched.bucket(), touched.prefix());
        Optional<BucketRules.Objection> objection =
                protectedResources.ofBucket(refresh.pair(), part, number(touched.account()));
        if (objection.isPresent()) {
            throw TaskFailure.refusal(
                    "would write to " + part + ", but " + objection.get().reason(),
                    "nothing was sent; " + objection.get().hint());
        }
    }

    private String number(String account) throws TaskFailure {
        try {
            return numbers.of(account);
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
    }

    /** Whatever is renamed must not get a name that is shielded or taken. */
    private void checkNewName(Change change, World world) throws TaskFailure {
        Optional<InstanceId> given = change.newName();
        if (given.isEmpty()) {
            return;
        }
        InstanceId name = given.get();
        String what = "would give the name " + name + " to " + change.describe().subject();
        check(what, protectedResources.of(name));
        check(what, protectedResources.ofOthers(refresh.pair(), name));
        if (world.instance(name).isPresent()) {
            throw refusal(what + ", but an instance of that name exists");
        }
    }

    private void requireUnprotected(Instance instance, World world) throws TaskFailure {
        String what = "would change " + instance.id();
        check(what, protectedResources.of(instance.id()));
        check(what, protectedResources.ofOthers(refresh.pair(), instance.id()));
        check(what, protectedResources.ofAccount(instance));
        if (protectedResources.existing(world).contains(instance.resourceId())) {
            throw refusal(what + ", from which a protected instance replicates");
        }
    }

    private static void check(String what, Optional<String> reason) throws TaskFailure {
        if (reason.isPresent()) {
            throw refusal(what + ", but " + reason.get());
        }
    }

    private Instance outsiders(Instance instance, Set<ResourceId> allowed, World world) throws TaskFailure {
        for (String replica : instance.replicaNames()) {
            Optional<Instance> found =
                    replica.contains(":") ? Optional.empty() : world.instance(new InstanceId(replica));
            boolean foreign =
                    found.map(one -> !allowed.contains(one.resourceId())).orElse(replica.contains(":"));
            if (foreign) {
                throw refusal("would change " + instance.id() + ", but " + replica
                        + " replicates from it and is no part of this refresh");
            }
        }
        return instance;
    }

    private Instance existing(InstanceId name, World world) throws TaskFailure {
        Optional<Instance> found = world.instance(name);
        if (found.isEmpty()) {
            throw refusal("would change " + name + ", which does not exist");
        }
        return found.get();
    }

    private boolean isOwn(Instance instance) {
        return instance.refreshTags()
                .filter(refreshTags -> refreshTags.belongsTo(refresh.id(), refresh.pair()))
                .isPresent();
    }

    private List<Instance> ownInstances(World world) {
        return world.instancesOf(refresh.id(), refresh.pair());
    }

    private Set<ResourceId> replacedIds(World world) {
        Set<ResourceId> replaced = new HashSet<>();
        ownInstances(world)
                .forEach(own -> replaced.add(own.refreshTags().orElseThrow().replaces()));
        return replaced;
    }

    private Set<ResourceId> deletableIds(World world) {
        Set<ResourceId> allowed = replacedIds(world);
        ownInstances(world).forEach(own -> allowed.add(own.resourceId()));
        return allowed;
    }

    private static TaskFailure refusal(String message) {
        return TaskFailure.refusal(message, ADVICE);
    }
}
