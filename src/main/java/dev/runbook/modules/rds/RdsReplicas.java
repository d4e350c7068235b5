package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;

/**
 * Rebuilds the target's replicas under the clone, in a tree of the same shape.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.Cascading.html">
 *     Using cascading read replicas with RDS for PostgreSQL</a>
 */
public final class RdsReplicas implements Module {

    private static final int POSTGRES_CHAIN_MAX = 3;

    /** The states of a clone that may have replicas. */
    private static final Set<RefreshTags.State> REPLICATED =
            Set.of(RefreshTags.State.MASKED, RefreshTags.State.LIVE, RefreshTags.State.UNMASKED_BY_CHOICE);

    @Override
    public String name() {
        return "rds-replicas";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of();
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        Refresh refresh = context.refresh();
        TargetTree tree = TargetTree.requireConsistent(refresh, context.world());
        if (tree.newRoot().isEmpty()) {
            throw ModuleException.failure(
                    "There is no clone for " + refresh.target().instance() + " to replicate from.",
                    "Put `rds-clone` and `promote` before `rds-replicas`.");
        }
        ChangePlanBuilder builder = new ChangePlanBuilder(context.world());
        if (!tree.root().isSwapped()) {
            check(tree);
            addRecordingSettings(builder, refresh, tree);
            for (TreeSlot slot : tree.replicas()) {
                if (slot.old().isPresent() && !slot.isSwapped()) {
                    rebuild(builder, refresh, slot);
                }
            }
        }
        return Plan.of(builder.changes(), after -> result(refresh, after));
    }

    private static void check(TargetTree tree) throws ModuleException {
        Instance clone = tree.newRoot().orElseThrow();
        Objections objections = new Objections();
        if (clone.source().isPresent()) {
            objections.addRefusal(
                    clone.id() + " still replicates from " + clone.source().get() + ".",
                    "Put `promote` before `rds-replicas`.");
        }
        if (!tree.replicas().isEmpty()
                && tree.root().state().filter(REPLICATED::contains).isEmpty()) {
            objections.addRefusal(
                    clone.id() + " is "
                            + tree.root().state().map(RefreshTags.State::tag).orElse("unmarked")
                            + ": its replicas would hold production's unmasked data.",
                    "Put `sql-mask` before `rds-replicas`; or, if this data needs no masking, set `quarantine: false`"
                            + " in `rds-clone`.");
        }
        EngineVersion version = EngineVersion.of(clone.description());
        for (TreeSlot slot : tree.replicas()) {
            int depth = depth(tree, slot);
            if (slot.hasReplicas() && !version.allowsReplicaOfReplica()) {
                objections.add(
                        slot.name() + " is a replica with replicas of its own, which " + version
                                + " does not support: PostgreSQL does since 14.1.",
                        "Let the target's replicas replicate from "
                                + tree.root().name() + " itself, or upgrade the source.");
            } else if (version.isPostgres() && depth > POSTGRES_CHAIN_MAX) {
                objections.add(
                        slot.name() + " is the end of a chain of " + depth + " replicas; PostgreSQL on RDS allows "
                                + POSTGRES_CHAIN_MAX + ".",
                        "Shorten the chain in the target.");
            }
        }
        objections.throwIfAny();
    }

    private static int depth(TargetTree tree, TreeSlot slot) {
        return slot.parent().map(above -> 1 + depth(tree, tree.slot(above))).orElse(0);
    }

    private static void rebuild(ChangePlanBuilder builder, Refresh refresh, TreeSlot slot) {
        InstanceId above = slot.parent().orElseThrow();
        Optional<Instance> feeder =
                InstanceKey.TaggedInstanceKey.of(refresh, above).findIn(builder.predictedWorld());
        if (feeder.isPresent()) {
            if (slot.replacement().map(InstanceCreation::isBeingCreated).orElse(true)) {
                builder.add(create(builder.predictedWorld(), refresh, slot, feeder.get()));
            }
            new SettingsCarryOver(builder, refresh, slot).addReplicaSettings();
        }
    }

    /** Turns on the clone's backups, which RDS requires for replicas. A clone that needs no masking has them already. */
    private static void addRecordingSettings(ChangePlanBuilder builder, Refresh refresh, TargetTree tree) {
        boolean masked = tree.root()
                .state()
                .filter(state -> state != RefreshTags.State.UNMASKED_BY_CHOICE)
                .isPresent();
        if (masked && !tree.replicas().isEmpty()) {
            new SettingsCarryOver(builder, refresh, tree.root()).addRecordingSettings();
        }
    }

    private static CreateReplica create(World world, Refresh refresh, TreeSlot slot, Instance upstream) {
        Instance old = slot.old().orElseThrow();
        RefreshTags.State state = InstanceKey.TaggedInstanceKey.of(
                        refresh, refresh.target().instance())
                .findIn(world)
                .flatMap(Instance::refreshTags)
                .map(RefreshTags::state)
                .orElse(RefreshTags.State.QUARANTINED);
        RefreshTags refreshTags = new RefreshTags(
                refresh.id(),
                refresh.pair(),
                RefreshTags.Role.REPLICA,
                refresh.source().instance(),
                slot.name(),
                old.resourceId(),
                state,
                upstream.refreshTags().flatMap(RefreshTags::rules));
        var request = CreateDbInstanceReadReplicaRequest.builder()
                .dbInstanceIdentifier(
                        refresh.namePrefixes().temporaryName(slot.name()).name())
                .sourceDBInstanceIdentifier(upstream.id().name());
        new RdsSettings(old.description(), upstream.description(), true).fillReplica(request);
        if (state != RefreshTags.State.UNMASKED_BY_CHOICE) {
            RdsSettings.setQuarantine(request, refresh);
        }
        return new CreateReplica(
                InstanceKey.TaggedInstanceKey.of(refresh, slot.name()),
                upstream,
                request.tags(RdsSettings.tags(old, refreshTags)).build());
    }

    private static Value.Fields result(Refresh refresh, World after) {
        List<Value> replicas = TargetTree.of(refresh, after).replicas().stream()
                .flatMap(slot -> slot.replacement().stream())
                .<Value>map(made -> new Value.Text(made.id().name()))
                .toList();
        return new Value.Fields(Map.of("replicas", new Value.Items(replicas)));
    }
}
