package dev.runbook.engine;

import dev.runbook.inventory.BucketRules;
import dev.runbook.modules.Change;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
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
final class Gate {

    private static final String ADVICE =
            "nothing was sent; if the instance is meant, correct the inventory's protect, source or target";

    private final Shield shield;
    private final Refresh refresh;
    private final Numbers numbers;

    Gate(Shield shield, Refresh refresh, Numbers numbers) {
        this.shield = shield;
        this.refresh = refresh;
        this.numbers = numbers;
    }

    /** The twelve digits of the accounts that a run enters, by their names in the inventory. */
    @FunctionalInterface
    interface Numbers {
        String of(String account) throws PortException;
    }

    /** @throws TaskFailure REFUSED, saying what would have been touched and why it must not be */
    void judge(Change change, World world) throws TaskFailure {
        Subject subject = change.subject();
        if (subject instanceof Subject.External) {
            return;
        }
        if (subject instanceof Subject.TargetBucket bucket) {
            bucket(bucket);
            return;
        }
        String account = refresh.target().account();
        check("would change something in account '" + account + "'", shield.ofAccount(account, number(account)));
        if (subject instanceof Subject.NewInstance made) {
            made(made.name(), world);
        } else if (subject instanceof Subject.OwnInstance own) {
            own(own.name(), world);
        } else if (subject instanceof Subject.OwnDatabase data) {
            database(data.name(), world);
        } else if (subject instanceof Subject.TargetDatabase data) {
            target(data.name(), world);
        } else if (subject instanceof Subject.OldInstance old) {
            old(old.name(), old.resourceId(), world);
        } else if (subject instanceof Subject.DeletedInstance deleted) {
            deleted(deleted, world);
        } else if (subject instanceof Subject.DiscardedInstance discarded) {
            discarded(discarded, world);
        }
        renamed(change, world);
    }

    private void made(InstanceId name, World world) throws TaskFailure {
        check("would make " + name, shield.of(name));
        check("would make " + name, shield.ofOthers(refresh.pair(), name));
        if (world.instance(name).isPresent()) {
            throw refused("would make " + name + ", but an instance of that name exists");
        }
        for (Instance neighbour : world.instances().values()) {
            check("would make " + name, shield.ofAccount(neighbour));
        }
    }

    private Instance own(InstanceId name, World world) throws TaskFailure {
        Instance instance = existing(name, world);
        unshielded(instance, world);
        if (!isOwn(instance)) {
            throw refused("would change " + name + ", which does not carry the marks of this refresh (" + refresh.id()
                    + " of pair " + refresh.pair() + "): this refresh has not made it");
        }
        outsiders(instance, allowed(world), world);
        return instance;
    }

    private void database(InstanceId name, World world) throws TaskFailure {
        Instance instance = own(name, world);
        Marks marks = instance.marks().orElseThrow();
        if (marks.state() == Marks.State.LIVE) {
            throw refused("would change the data of " + name + ", which is live already");
        }
        if (name.equals(marks.target()) || name.equals(refresh.target().instance())) {
            throw refused("would change the data of " + name + ", which the applications use under that name");
        }
    }

    private void target(InstanceId name, World world) throws TaskFailure {
        unshielded(existing(name, world), world);
        if (!name.equals(refresh.target().instance())) {
            throw refused("would try rules on the data of " + name + ", which is not the target");
        }
    }

    private Instance old(InstanceId name, ResourceId resourceId, World world) throws TaskFailure {
        Instance instance = existing(name, world);
        unshielded(instance, world);
        if (!instance.resourceId().equals(resourceId)) {
            throw refused("would change " + name + " as " + resourceId + " of the target, but that name now belongs to "
                    + instance.resourceId());
        }
        if (!replaced(world).contains(resourceId)) {
            throw refused(
                    "would change " + name + " (" + resourceId + "), which nothing made by this refresh replaces");
        }
        return outsiders(instance, allowed(world), world);
    }

    private void deleted(Subject.DeletedInstance deleted, World world) throws TaskFailure {
        Instance instance = old(deleted.name(), deleted.resourceId(), world);
        InstanceId name = deleted.name();
        if (!name.name().startsWith(refresh.namePrefixes().oldPrefix())) {
            throw refused("would delete " + name + ", whose name does not start with '"
                    + refresh.namePrefixes().oldPrefix() + "'");
        }
        Set<InstanceId> targets = new HashSet<>();
        targets.add(refresh.target().instance());
        boolean succeeded = false;
        for (Instance own : owned(world)) {
            Marks marks = own.marks().orElseThrow();
            targets.add(marks.target());
            succeeded |=
                    marks.replaces().equals(deleted.resourceId()) && own.id().equals(marks.target());
        }
        if (targets.contains(name)) {
            throw refused("would delete " + name + ", which has the name of the target");
        }
        if (!succeeded) {
            throw refused("would delete " + name + " although what replaces it does not have its name yet");
        }
        outsiders(instance, replaced(world), world);
    }

    /** Only what this refresh has made, by its own marks, while the old instances serve under their names. */
    private void discarded(Subject.DiscardedInstance discarded, World world) throws TaskFailure {
        InstanceId name = discarded.name();
        Instance instance = existing(name, world);
        unshielded(instance, world);
        if (!instance.resourceId().equals(discarded.resourceId()) || !isOwn(instance)) {
            throw refused("would delete " + name + " as " + discarded.resourceId() + ", which refresh " + refresh.id()
                    + " of pair " + refresh.pair() + " has made, but that name belongs to " + instance.resourceId()
                    + (isOwn(instance) ? "" : ", which does not carry its marks"));
        }
        Marks marks = instance.marks().orElseThrow();
        if (marks.state() == Marks.State.LIVE) {
            throw refused("would delete " + name + ", which is live");
        }
        String temporary = refresh.namePrefixes().temporaryPrefix() + marks.target();
        if (!name.name().equals(temporary) || name.equals(refresh.target().instance())) {
            throw refused("would delete " + name + ", which is not called " + temporary
                    + ": it serves, or has served, or the variable temporary_prefix was another one");
        }
        for (Instance other : world.instances().values()) {
            if (other.marks().map(Marks::replaces).equals(Optional.of(instance.resourceId()))) {
                throw refused("would delete " + name + ", which " + other.id() + " is to replace: it serves");
            }
        }
        for (Instance own : owned(world)) {
            InstanceId target = own.marks().orElseThrow().target();
            Optional<Instance> old = world.instance(own.marks().orElseThrow().replaces());
            if (own.id().equals(target)
                    || old.filter(found -> !found.id().equals(target)).isPresent()) {
                throw refused("would delete " + name + " in the middle of a swap: the old " + target
                        + " does not have its name");
            }
        }
        outsiders(instance, Set.of(), world);
    }

    private void bucket(Subject.TargetBucket touched) throws TaskFailure {
        BucketRules.Part part = new BucketRules.Part(touched.account(), touched.bucket(), touched.prefix());
        Optional<BucketRules.Objection> objection = shield.ofBucket(refresh.pair(), part, number(touched.account()));
        if (objection.isPresent()) {
            throw TaskFailure.refused(
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
    private void renamed(Change change, World world) throws TaskFailure {
        Optional<InstanceId> given = change.newName();
        if (given.isEmpty()) {
            return;
        }
        InstanceId name = given.get();
        String what = "would give the name " + name + " to " + change.describe().subject();
        check(what, shield.of(name));
        check(what, shield.ofOthers(refresh.pair(), name));
        if (world.instance(name).isPresent()) {
            throw refused(what + ", but an instance of that name exists");
        }
    }

    private void unshielded(Instance instance, World world) throws TaskFailure {
        String what = "would change " + instance.id();
        check(what, shield.of(instance.id()));
        check(what, shield.ofOthers(refresh.pair(), instance.id()));
        check(what, shield.ofAccount(instance));
        if (shield.existing(world).contains(instance.resourceId())) {
            throw refused(what + ", from which a protected instance replicates");
        }
    }

    private static void check(String what, Optional<String> reason) throws TaskFailure {
        if (reason.isPresent()) {
            throw refused(what + ", but " + reason.get());
        }
    }

    private Instance outsiders(Instance instance, Set<ResourceId> allowed, World world) throws TaskFailure {
        for (String replica : instance.replicaNames()) {
            Optional<Instance> found =
                    replica.contains(":") ? Optional.empty() : world.instance(new InstanceId(replica));
            boolean foreign =
                    found.map(one -> !allowed.contains(one.resourceId())).orElse(replica.contains(":"));
            if (foreign) {
                throw refused("would change " + instance.id() + ", but " + replica
                        + " replicates from it and is no part of this refresh");
            }
        }
        return instance;
    }

    private Instance existing(InstanceId name, World world) throws TaskFailure {
        Optional<Instance> found = world.instance(name);
        if (found.isEmpty()) {
            throw refused("would change " + name + ", which does not exist");
        }
        return found.get();
    }

    private boolean isOwn(Instance instance) {
        return instance.marks()
                .filter(marks -> marks.belongsTo(refresh.id(), refresh.pair()))
                .isPresent();
    }

    private List<Instance> owned(World world) {
        return world.madeBy(refresh.id(), refresh.pair());
    }

    private Set<ResourceId> replaced(World world) {
        Set<ResourceId> replaced = new HashSet<>();
        owned(world).forEach(own -> replaced.add(own.marks().orElseThrow().replaces()));
        return replaced;
    }

    private Set<ResourceId> allowed(World world) {
        Set<ResourceId> allowed = replaced(world);
        owned(world).forEach(own -> allowed.add(own.resourceId()));
        return allowed;
    }

    private static TaskFailure refused(String message) {
        return TaskFailure.refused(message, ADVICE);
    }
}
