package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
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
    private static final Set<Marks.State> REPLICATED =
            Set.of(Marks.State.MASKED, Marks.State.LIVE, Marks.State.UNMASKED_BY_CHOICE);

    @Override
    public String name() {
        return "rds-replicas";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of();
    }

    @Override
    public Plan plan(Args args, View view) throws ModuleException {
        Refresh refresh = view.refresh();
        TargetTree tree = TargetTree.checked(refresh, view.world());
        if (tree.newRoot().isEmpty()) {
            throw ModuleException.failed(
                    "There is no clone for " + refresh.target().instance() + " to replicate from.",
                    "Put `rds-clone` and `promote` before `rds-replicas`.");
        }
        Sequence sequence = new Sequence(view.world());
        if (!tree.root().isSwapped()) {
            check(tree);
            records(sequence, refresh, tree);
            for (Place place : tree.replicas()) {
                if (place.old().isPresent() && !place.isSwapped()) {
                    rebuild(sequence, refresh, place);
                }
            }
        }
        return Plan.of(sequence.changes(), after -> result(refresh, after));
    }

    private static void check(TargetTree tree) throws ModuleException {
        Instance clone = tree.newRoot().orElseThrow();
        Findings findings = new Findings();
        if (clone.source().isPresent()) {
            findings.refuse(
                    clone.id() + " still replicates from " + clone.source().get() + ".",
                    "Put `promote` before `rds-replicas`.");
        }
        if (!tree.replicas().isEmpty()
                && tree.root().state().filter(REPLICATED::contains).isEmpty()) {
            findings.refuse(
                    clone.id() + " is "
                            + tree.root().state().map(Marks.State::tag).orElse("unmarked")
                            + ": its replicas would hold production's unmasked data.",
                    "Put `sql-mask` before `rds-replicas`; or, if this data needs no masking, set `quarantine: false`"
                            + " in `rds-clone`.");
        }
        EngineVersion version = EngineVersion.of(clone.description());
        for (Place place : tree.replicas()) {
            int depth = depth(tree, place);
            if (place.feeds() && !version.cascades()) {
                findings.add(
                        place.name() + " is a replica with replicas of its own, which " + version
                                + " does not support: PostgreSQL does since 14.1.",
                        "Let the target's replicas replicate from "
                                + tree.root().name() + " itself, or upgrade the source.");
            } else if (version.isPostgres() && depth > POSTGRES_CHAIN_MAX) {
                findings.add(
                        place.name() + " is the end of a chain of " + depth + " replicas; PostgreSQL on RDS allows "
                                + POSTGRES_CHAIN_MAX + ".",
                        "Shorten the chain in the target.");
            }
        }
        findings.throwIfAny();
    }

    private static int depth(TargetTree tree, Place place) {
        return place.above().map(above -> 1 + depth(tree, tree.place(above))).orElse(0);
    }

    private static void rebuild(Sequence sequence, Refresh refresh, Place place) {
        InstanceId above = place.above().orElseThrow();
        Optional<Instance> feeder = InstanceKey.Made.of(refresh, above).in(sequence.world());
        if (feeder.isPresent()) {
            if (place.successor().map(NewInstance::isBeingMade).orElse(true)) {
                sequence.add(create(sequence.world(), refresh, place, feeder.get()));
            }
            new Adopt(sequence, refresh, place).replica();
        }
    }

    /** Turns on the clone's backups, which RDS requires for replicas. A clone that needs no masking has them already. */
    private static void records(Sequence sequence, Refresh refresh, TargetTree tree) {
        boolean masked = tree.root()
                .state()
                .filter(state -> state != Marks.State.UNMASKED_BY_CHOICE)
                .isPresent();
        if (masked && !tree.replicas().isEmpty()) {
            new Adopt(sequence, refresh, tree.root()).records();
        }
    }

    private static CreateReplica create(World world, Refresh refresh, Place place, Instance feeder) {
        Instance old = place.old().orElseThrow();
        Marks.State state = InstanceKey.Made.of(refresh, refresh.target().instance())
                .in(world)
                .flatMap(Instance::marks)
                .map(Marks::state)
                .orElse(Marks.State.QUARANTINED);
        Marks marks = new Marks(
                refresh.id(),
                refresh.pair(),
                Marks.Role.REPLICA,
                refresh.source().instance(),
                place.name(),
                old.resourceId(),
                state,
                feeder.marks().flatMap(Marks::rules));
        var request = CreateDbInstanceReadReplicaRequest.builder()
                .dbInstanceIdentifier(refresh.names().temporary(place.name()).name())
                .sourceDBInstanceIdentifier(feeder.id().name());
        new Settings(old.description(), feeder.description(), true).forReplica(request);
        if (state != Marks.State.UNMASKED_BY_CHOICE) {
            Settings.quarantine(request, refresh);
        }
        return new CreateReplica(
                InstanceKey.Made.of(refresh, place.name()),
                feeder,
                request.tags(Settings.tags(old, marks)).build());
    }

    private static Value.Fields result(Refresh refresh, World after) {
        List<Value> replicas = TargetTree.of(refresh, after).replicas().stream()
                .flatMap(place -> place.successor().stream())
                .<Value>map(made -> new Value.Text(made.id().name()))
                .toList();
        return new Value.Fields(Map.of("replicas", new Value.Items(replicas)));
    }
}
