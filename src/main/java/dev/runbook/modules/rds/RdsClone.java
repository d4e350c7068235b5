package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
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
                        .withChoices("auto", "replica", "snapshot")
                        .withDefault("auto"),
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
                        .withDefault("true"));
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException, PortException {
        Refresh refresh = context.refresh();
        World world = context.world();
        TargetTree tree = TargetTree.requireConsistent(refresh, world);
        Optional<Instance> begun = tree.newRoot();
        if (begun.isPresent() && (tree.root().old().isEmpty() || !InstanceCreation.isBeingCreated(begun.get()))) {
            return Plan.of(List.of(), after -> result(refresh, after, Optional.empty()));
        }
        Objections objections = new Objections();
        Instance source = source(refresh, world, objections);
        Instance target = target(refresh, tree, objections);
        boolean quarantine = args.truth("quarantine");
        new PairChecks(refresh, source, target).check(objections);
        new TargetChecks(refresh, world, tree).check(objections);
        if (quarantine) {
            PairChecks.checkQuarantine(refresh, tree, objections);
        }
        CloneMethod.RequestedMethod requested =
                CloneMethod.RequestedMethod.valueOf(args.text("method").toUpperCase(Locale.ROOT));
        CloneMethod method = CloneMethod.choose(
                requested,
                args.textIfGiven("snapshot"),
                new CloneMethod.SourceAndTarget(source, target, world.snapshots()),
                objections);
        for (TreeSlot slot : tree.slots()) {
            slot.old().ifPresent(old -> StorageRules.check(old.description(), storage(source), objections));
        }
        new QuotaChecks(tree, source, method.snapshot().isEmpty(), QuotaChecks.readQuotas(context)).check(objections);
        objections.throwIfAny();
        new RdsSettings(target.description(), source.description(), !quarantine)
                .unsupportedSettings()
                .forEach(context::warn);
        Change change = change(refresh, source, target, new Choice(method, quarantine));
        return new Plan(
                List.of(change),
                after -> result(refresh, after, method.snapshot()),
                Map.of(),
                methodMessages(method),
                Plan.Flow.CONTINUE);
    }

    private static int storage(Instance source) {
        return Optional.ofNullable(source.description().allocatedStorage()).orElse(0);
    }

    private record Choice(CloneMethod method, boolean quarantine) {}

    private static List<String> methodMessages(CloneMethod method) {
        return method.reason().isEmpty() ? List.of() : List.of("restores a snapshot: " + method.reason());
    }

    private static Instance source(Refresh refresh, World world, Objections objections) throws ModuleException {
        InstanceId name = refresh.source().instance();
        Optional<Instance> source = world.instance(name);
        if (source.isEmpty()) {
            objections.add(
                    "The source " + name + " does not exist in this account and region.", instancesAdvice(world));
            objections.throwIfAny();
        }
        return source.orElseThrow();
    }

    private static Instance target(Refresh refresh, TargetTree tree, Objections objections) throws ModuleException {
        if (tree.isEmpty() || tree.root().old().isEmpty()) {
            objections.add(
                    "The target " + refresh.target().instance() + " does not exist in this account and region.",
                    "A refresh takes over the settings of an existing target: create it once, or correct `target` in"
                            + " the inventory.");
            objections.throwIfAny();
        }
        return tree.root().old().orElseThrow();
    }

    private static String instancesAdvice(World world) {
        return "Existing instances: " + world.instances().keySet() + ". Correct `source`, or the account's region.";
    }

    private static Change change(Refresh refresh, Instance source, Instance target, Choice choice) {
        InstanceId name = refresh.target().instance();
        InstanceKey.TaggedInstanceKey instanceKey = InstanceKey.TaggedInstanceKey.of(refresh, name);
        RefreshTags refreshTags = new RefreshTags(
                refresh.id(),
                refresh.pair(),
                RefreshTags.Role.CLONE,
                refresh.source().instance(),
                name,
                target.resourceId(),
                choice.quarantine() ? RefreshTags.State.QUARANTINED : RefreshTags.State.UNMASKED_BY_CHOICE,
                Optional.empty());
        RdsSettings settings = new RdsSettings(target.description(), source.description(), !choice.quarantine());
        String temporary = refresh.namePrefixes().temporaryName(name).name();
        if (choice.method().snapshot().isPresent()) {
            var request = RestoreDbInstanceFromDbSnapshotRequest.builder()
                    .dbInstanceIdentifier(temporary)
                    .dbSnapshotIdentifier(choice.method().snapshot().get().dbSnapshotIdentifier());
            settings.fillRestore(request);
            if (choice.quarantine()) {
                RdsSettings.setQuarantine(request, refresh);
                RdsSettings.turnOffRecording(request);
            }
            return new RestoreSnapshot(
                    instanceKey,
                    source,
                    request.tags(RdsSettings.tags(target, refreshTags)).build());
        }
        var request = CreateDbInstanceReadReplicaRequest.builder()
                .dbInstanceIdentifier(temporary)
                .sourceDBInstanceIdentifier(source.id().name());
        settings.fillReplica(request);
        if (choice.quarantine()) {
            RdsSettings.setQuarantine(request, refresh);
            RdsSettings.turnOffRecording(request);
        }
        return new CreateReplica(
                instanceKey,
                source,
                request.tags(RdsSettings.tags(target, refreshTags)).build());
    }

    private static Value.Fields result(Refresh refresh, World after, Optional<DBSnapshot> snapshot) {
        Map<String, Value> fields = new LinkedHashMap<>();
        InstanceKey.TaggedInstanceKey.of(refresh, refresh.target().instance())
                .findIn(after)
                .ifPresent(made -> {
                    fields.put("instance", new Value.Text(made.id().name()));
                    fields.put("resource_id", ResourceIdValue.of(made.resourceId()));
                });
        snapshot.ifPresent(taken -> {
            fields.put("snapshot", new Value.Text(taken.dbSnapshotIdentifier()));
            fields.put("data_as_of", new Value.Text(taken.snapshotCreateTime().toString()));
        });
        return new Value.Fields(fields);
    }
}
