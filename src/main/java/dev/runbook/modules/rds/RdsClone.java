package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import dev.runbook.world.World;
import dev.runbook.yaml.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceReadReplicaRequest;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotRequest;

/** Creates an instance with the source's data and the target's settings beside the target. */
public final class RdsClone implements Module {

    @Override
    public String name() {
        return "rds-clone";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.optional(
                                "method",
                                ValueType.TEXT,
                                "How the clone gets its data: as a replica of the source that is promoted later, or from a"
                                        + " snapshot of the source; auto prefers the replica.",
                                "snapshot")
                        .oneOf("auto", "replica", "snapshot")
                        .or("auto"),
                ParamSpec.optional(
                        "snapshot",
                        ValueType.TEXT,
                        "The snapshot of the source to restore; by default the newest available one.",
                        "mitosis-prod-2026-11-20"),
                ParamSpec.optional(
                                "quarantine",
                                ValueType.BOOLEAN,
                                "Whether the clone has only the quarantine security groups until it is swapped in; false is"
                                        + " for data that needs no masking.",
                                "false")
                        .or("true"));
    }

    @Override
    public Plan plan(Args args, View view) throws ModuleException, PortException {
        Refresh refresh = view.refresh();
        World world = view.world();
        TargetTree tree = TargetTree.checked(refresh, world);
        Optional<Instance> begun = tree.newRoot();
        if (begun.isPresent() && (tree.root().old().isEmpty() || !NewInstance.isBeingMade(begun.get()))) {
            return Plan.of(List.of(), after -> result(refresh, after, Optional.empty()));
        }
        Findings findings = new Findings();
        Instance source = source(refresh, world, findings);
        Instance target = target(refresh, tree, findings);
        boolean quarantine = args.truth("quarantine");
        new PairChecks(refresh, source, target).into(findings);
        new TargetChecks(refresh, world, tree).into(findings);
        if (quarantine) {
            PairChecks.quarantine(refresh, tree, findings);
        }
        CloneMethod.Asked asked = CloneMethod.Asked.valueOf(args.text("method").toUpperCase(Locale.ROOT));
        CloneMethod method = CloneMethod.choose(
                asked, args.textIfGiven("snapshot"), new CloneMethod.Pair(source, target, world.snapshots()), findings);
        for (Place place : tree.places()) {
            place.old().ifPresent(old -> StorageRules.check(old.description(), storage(source), findings));
        }
        new QuotaChecks(tree, source, method.snapshot().isEmpty(), QuotaChecks.of(view)).into(findings);
        findings.throwIfAny();
        new Settings(target.description(), source.description(), !quarantine)
                .dropped()
                .forEach(view::warn);
        Change change = change(refresh, source, target, new Choice(method, quarantine));
        return new Plan(
                List.of(change),
                after -> result(refresh, after, method.snapshot()),
                Map.of(),
                said(method),
                Plan.Flow.ON);
    }

    private static int storage(Instance source) {
        return Optional.ofNullable(source.description().allocatedStorage()).orElse(0);
    }

    private record Choice(CloneMethod method, boolean quarantine) {}

    private static List<String> said(CloneMethod method) {
        return method.reason().isEmpty() ? List.of() : List.of("restores a snapshot: " + method.reason());
    }

    private static Instance source(Refresh refresh, World world, Findings findings) throws ModuleException {
        InstanceId name = refresh.source().instance();
        Optional<Instance> source = world.instance(name);
        if (source.isEmpty()) {
            findings.add("The source " + name + " does not exist in this account and region.", known(world));
            findings.throwIfAny();
        }
        return source.orElseThrow();
    }

    private static Instance target(Refresh refresh, TargetTree tree, Findings findings) throws ModuleException {
        if (tree.isEmpty() || tree.root().old().isEmpty()) {
            findings.add(
                    "The target " + refresh.target().instance() + " does not exist in this account and region.",
                    "A refresh takes over the settings of an existing target: create it once, or correct `target` in"
                            + " the inventory.");
            findings.throwIfAny();
        }
        return tree.root().old().orElseThrow();
    }

    private static String known(World world) {
        return "Existing instances: " + world.instances().keySet() + ". Correct `source`, or the account's region.";
    }

    private static Change change(Refresh refresh, Instance source, Instance target, Choice choice) {
        InstanceId name = refresh.target().instance();
        InstanceKey.Made made = InstanceKey.Made.of(refresh, name);
        Marks marks = new Marks(
                refresh.id(),
                refresh.pair(),
                Marks.Role.CLONE,
                refresh.source().instance(),
                name,
                target.resourceId(),
                choice.quarantine() ? Marks.State.QUARANTINED : Marks.State.UNMASKED_BY_CHOICE,
                Optional.empty());
        Settings settings = new Settings(target.description(), source.description(), !choice.quarantine());
        String temporary = refresh.names().temporary(name).name();
        if (choice.method().snapshot().isPresent()) {
            var request = RestoreDbInstanceFromDbSnapshotRequest.builder()
                    .dbInstanceIdentifier(temporary)
                    .dbSnapshotIdentifier(choice.method().snapshot().get().dbSnapshotIdentifier());
            settings.forRestore(request);
            if (choice.quarantine()) {
                Settings.quarantine(request, refresh);
                Settings.unrecorded(request);
            }
            return new RestoreSnapshot(
                    made, source, request.tags(Settings.tags(target, marks)).build());
        }
        var request = CreateDbInstanceReadReplicaRequest.builder()
                .dbInstanceIdentifier(temporary)
                .sourceDBInstanceIdentifier(source.id().name());
        settings.forReplica(request);
        if (choice.quarantine()) {
            Settings.quarantine(request, refresh);
            Settings.unrecorded(request);
        }
        return new CreateReplica(
                made, source, request.tags(Settings.tags(target, marks)).build());
    }

    private static Value.Fields result(Refresh refresh, World after, Optional<DBSnapshot> snapshot) {
        Map<String, Value> fields = new LinkedHashMap<>();
        InstanceKey.Made.of(refresh, refresh.target().instance()).in(after).ifPresent(made -> {
            fields.put("instance", new Value.Text(made.id().name()));
            fields.put("resource_id", Shown.resourceId(made.resourceId()));
        });
        snapshot.ifPresent(taken -> {
            fields.put("snapshot", new Value.Text(taken.dbSnapshotIdentifier()));
            fields.put("data_as_of", new Value.Text(taken.snapshotCreateTime().toString()));
        });
        return new Value.Fields(fields);
    }
}
