package dev.runbook.modules.rds;

import dev.runbook.modules.Refresh;
import dev.runbook.modules.Statuses;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the target's tree before a refresh starts. */
record TargetChecks(Refresh refresh, World world, TargetTree tree) {

    /**
     * Maximum number of tags of an instance, without those that AWS writes itself.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html">Tagging Amazon RDS resources</a>
     */
    private static final int INSTANCE_TAGS_MAX = 50;

    void check(Objections objections) {
        for (TreeSlot slot : tree.slots()) {
            slot.old().ifPresent(old -> {
                checkInstance(slot, old, objections);
                new PendingChanges(old).check(objections);
                checkTags(slot, old, objections);
            });
            checkNames(slot, objections);
        }
        Instance root = tree.root().old().orElseThrow();
        root.source().ifPresent(above -> checkReplica(root, above, objections));
    }

    /** Reports a target that is a replica. A replica of production is part of production and must not be replaced. */
    private void checkReplica(Instance root, InstanceId above, Objections objections) {
        List<InstanceId> feeders = upstreams(root);
        Optional<InstanceId> shielded = feeders.stream()
                .filter(feeder -> feeder.equals(refresh.source().instance())
                        || refresh.protectedInstances().contains(feeder))
                .findFirst();
        if (shielded.isPresent()) {
            objections.addRefusal(
                    "The target " + root.id() + " is a replica of " + above
                            + (above.equals(shielded.get()) ? "" : ", which gets its data from " + shielded.get())
                            + (shielded.get().equals(refresh.source().instance())
                                    ? ", the source of this pair: it is part of production."
                                    : ", which is protected: it is part of production."),
                    "Correct `target` in the inventory; or, if it is correct, promote it first:"
                            + " aws rds promote-read-replica --db-instance-identifier " + root.id());
            return;
        }
        objections.add(
                "The target " + root.id() + " is itself a replica of " + above
                        + "; a refresh would remove it from that tree.",
                "Use the root of the target's replication tree as `target`.");
    }

    /** The instances that it replicates from, directly or indirectly, in this account and region. */
    private List<InstanceId> upstreams(Instance replica) {
        List<InstanceId> feeders = new ArrayList<>();
        Optional<InstanceId> next = replica.source();
        while (next.isPresent() && !feeders.contains(next.get())) {
            feeders.add(next.get());
            next = world.instance(next.get()).flatMap(Instance::source);
        }
        return feeders;
    }

    private static void checkInstance(TreeSlot slot, Instance old, Objections objections) {
        if (isClustered(old)) {
            objections.add(
                    slot.name() + " belongs to a cluster (" + EngineVersion.of(old.description())
                            + "); Aurora and Multi-AZ clusters cannot be refreshed.",
                    "Use DB instances that are not part of a cluster as source and target.");
        }
        for (String replica : old.replicaNames()) {
            if (replica.contains(":")) {
                objections.add(
                        slot.name() + " has a replica in another region: " + replica
                                + ". The swap would disconnect it, and this refresh cannot rebuild it.",
                        "Delete the replica before the refresh and create it again afterwards.");
            }
        }
        if (!old.description().readReplicaDBClusterIdentifiers().isEmpty()) {
            objections.add(
                    slot.name() + " has the replica clusters "
                            + old.description().readReplicaDBClusterIdentifiers()
                            + "; they cannot be rebuilt under the clone.",
                    "Delete them before the refresh.");
        }
        if (Statuses.isFailed(old)) {
            objections.add("The target's " + old.id() + " is " + old.status() + ".", "First " + Statuses.advice(old));
        }
    }

    private static void checkTags(TreeSlot slot, Instance old, Objections objections) {
        List<String> own = old.tags().keySet().stream()
                .filter(key -> !RdsSettings.isReservedTag(key))
                .toList();
        int tooMany = own.size() + RefreshTags.TAGS_MAX - INSTANCE_TAGS_MAX;
        if (tooMany > 0) {
            objections.add(
                    slot.name() + " has " + own.size() + " tags, and a refresh gives its replacement up to "
                            + RefreshTags.TAGS_MAX + " more; RDS allows " + INSTANCE_TAGS_MAX + " on an instance.",
                    "Remove " + tooMany + " of them: aws rds remove-tags-from-resource --resource-name "
                            + old.description().dbInstanceArn() + " --tag-keys KEY ...");
        }
    }

    static boolean isClustered(Instance instance) {
        String engine = Optional.ofNullable(instance.description().engine()).orElse("");
        return engine.startsWith("aurora") || instance.description().dbClusterIdentifier() != null;
    }

    private void checkNames(TreeSlot slot, Objections objections) {
        String name = slot.name().name();
        for (String prefix : List.of(
                refresh.namePrefixes().temporaryPrefix(), refresh.namePrefixes().oldPrefix())) {
            try {
                checkNameFree(slot, slot.name().withPrefix(prefix), objections);
            } catch (IllegalArgumentException impossible) {
                objections.add(
                        "During the refresh " + name + " needs the name " + prefix + name + ": "
                                + impossible.getMessage() + ".",
                        "Use a shorter `temporary_prefix` or `old_prefix` in the inventory, or a shorter name for the"
                                + " instance.");
            }
        }
    }

    /** Checks that a name the refresh needs is free, or belongs to the instance that is to have it. */
    private void checkNameFree(TreeSlot slot, InstanceId aside, Objections objections) {
        Optional<Instance> taken = world.instance(aside)
                .filter(found -> slot.old()
                        .filter(old -> old.resourceId().equals(found.resourceId()))
                        .isEmpty())
                .filter(found -> slot.replacement()
                        .filter(made -> made.resourceId().equals(found.resourceId()))
                        .isEmpty());
        taken.ifPresent(found -> objections.addRefusal(
                "The name " + aside + ", which the refresh needs for " + slot.name() + ", is taken by an instance "
                        + origin(found) + ".",
                leftoverAdvice(found)));
    }

    private static String origin(Instance found) {
        String made = Optional.ofNullable(found.description().instanceCreateTime())
                .map(at -> ", created " + at)
                .orElse("");
        return found.refreshTags()
                .map(RefreshTags::refresh)
                .map(id -> "left over from refresh " + id + made)
                .orElse("that this refresh has not created (" + found.resourceId() + made + ")");
    }

    private String leftoverAdvice(Instance found) {
        boolean unused = found.id().name().startsWith(refresh.namePrefixes().temporaryPrefix());
        Optional<String> discard = found.removal().filter(command -> unused);
        if (discard.isPresent()) {
            return "If it is no longer needed: " + discard.get();
        }
        String unprotect = Boolean.TRUE.equals(found.description().deletionProtection())
                ? "aws rds modify-db-instance --db-instance-identifier " + found.id()
                        + " --no-deletion-protection --apply-immediately && "
                : "";
        String snapshot = found.source().isPresent() || found.refreshTags().isPresent()
                ? " --skip-final-snapshot"
                : " --final-db-snapshot-identifier " + found.id() + "-final";
        return "If it is no longer needed: " + unprotect
                + "aws rds delete-db-instance --db-instance-identifier " + found.id() + snapshot
                + " && aws rds wait db-instance-deleted --db-instance-identifier " + found.id();
    }
}
