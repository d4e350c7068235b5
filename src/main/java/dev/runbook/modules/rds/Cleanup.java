package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Subject;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;

/**
 * Deletes the target's old tree once the new one is in use.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html">Deleting a DB instance</a>
 */
public final class Cleanup implements Module {

    @Override
    public String name() {
        return "cleanup";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.optional(
                                "restarted",
                                ValueType.TEXT,
                                "Whether the application must have restarted on the new instance, and passed its health"
                                        + " check, before the old one is deleted.",
                                "not-required")
                        .withChoices("required", "not-required")
                        .withDefault("required"),
                ParamSpec.optional(
                                "final_snapshot",
                                ValueType.BOOLEAN,
                                "Whether to take a final snapshot of the old root instance; replicas get none.",
                                "true")
                        .withDefault("false"),
                ParamSpec.optional(
                                "delete_automated_backups",
                                ValueType.BOOLEAN,
                                "Whether to delete the automated backups of the old instances, too, as RDS does by default;"
                                        + " false keeps them until they expire.",
                                "false")
                        .withDefault("true"));
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        Refresh refresh = context.refresh();
        TargetTree tree = TargetTree.requireConsistent(refresh, context.world());
        List<TreeSlot> left = tree.leavesFirst().stream()
                .filter(slot -> slot.old().isPresent())
                .toList();
        if (tree.newRoot().isEmpty() || left.isEmpty()) {
            return Plan.of(List.of());
        }
        check(refresh, tree, args.text("restarted").equals("required"));
        ChangePlanBuilder builder = new ChangePlanBuilder(context.world());
        List<Value> deleted = new ArrayList<>();
        List<Instance> kept = new ArrayList<>();
        for (TreeSlot slot : left) {
            Instance old = slot.old().orElseThrow();
            unprotect(builder, old);
            DeleteDbInstanceRequest request = request(args, slot, old);
            builder.add(new DeleteInstance(old, new Subject.DeletedInstance(old.id(), old.resourceId()), request));
            deleted.add(
                    new Value.Text(refresh.namePrefixes().oldName(slot.name()).name()));
            if (old.isBackedUp() && Boolean.FALSE.equals(request.deleteAutomatedBackups())) {
                kept.add(old);
            }
        }
        Value.Fields result = result(deleted, kept);
        return new Plan(
                builder.changes(),
                after -> result,
                Map.of(),
                kept.stream().map(Cleanup::keptBackupMessage).toList(),
                Plan.Flow.CONTINUE);
    }

    private static Value.Fields result(List<Value> deleted, List<Instance> kept) {
        Map<String, Value> result = new LinkedHashMap<>();
        result.put("deleted", new Value.Items(deleted));
        result.put(
                "backups_kept",
                new Value.Items(kept.stream().<Value>map(Cleanup::backupFields).toList()));
        return new Value.Fields(result);
    }

    private static Value backupFields(Instance old) {
        Map<String, Value> backups = new LinkedHashMap<>();
        backups.put("instance", new Value.Text(old.id().name()));
        backups.put("resource_id", new Value.Text(old.resourceId().id()));
        backups.put("days", new Value.Whole(retentionDays(old)));
        return new Value.Fields(backups);
    }

    private static int retentionDays(Instance old) {
        return Optional.ofNullable(old.description().backupRetentionPeriod()).orElse(0);
    }

    private static String keptBackupMessage(Instance old) {
        return "keeps the automated backups of " + old.id() + " for " + retentionDays(old)
                + " days; to delete them earlier: aws rds"
                + " delete-db-instance-automated-backup --dbi-resource-id "
                + old.resourceId().id();
    }

    private static void check(Refresh refresh, TargetTree tree, boolean restartRequired) throws ModuleException {
        Objections objections = new Objections();
        for (TreeSlot slot : tree.slots()) {
            slot.old().ifPresent(old -> checkOld(refresh, slot, old, objections));
        }
        Instance clone = tree.newRoot().orElseThrow();
        Optional<RefreshTags.State> state = clone.refreshTags().map(RefreshTags::state);
        if (restartRequired && !state.equals(Optional.of(RefreshTags.State.LIVE))) {
            objections.addRefusal(
                    "The application has not restarted on " + clone.id() + " and passed its health check ("
                            + state.map(RefreshTags.State::tag).orElse("unmarked") + "), so the old tree is kept.",
                    "Put `restart-hook` before `cleanup`; or set `restarted: not-required` if nothing has to restart.");
        }
        objections.throwIfAny();
    }

    private static void checkOld(Refresh refresh, TreeSlot slot, Instance old, Objections objections) {
        if (slot.replacement().isEmpty()) {
            objections.addRefusal(
                    old.id() + " replicates from the old tree, and this refresh has created no replacement for it.",
                    "Delete or promote " + old.id() + " yourself, or start a new refresh, which replaces it.");
            return;
        }
        InstanceId aside = refresh.namePrefixes().oldName(slot.name());
        if (!old.id().equals(aside) || !slot.isSwapped()) {
            objections.addRefusal(
                    "The old instance of " + slot.name() + " is called " + old.id() + " and not " + aside
                            + ": the swap is not finished.",
                    "Put `rename` before `cleanup`.");
        }
    }

    private static void unprotect(ChangePlanBuilder builder, Instance old) {
        if (Boolean.TRUE.equals(old.description().deletionProtection())) {
            builder.add(new ModifyInstance(
                    "unprotect " + old.id(),
                    new InstanceKey.ResourceIdKey(old.resourceId()),
                    new Subject.OldInstance(old.id(), old.resourceId()),
                    ModifyDbInstanceRequest.builder()
                            .dbInstanceIdentifier(old.id().name())
                            .applyImmediately(true)
                            .deletionProtection(false)
                            .build(),
                    old,
                    false));
        }
    }

    private static DeleteDbInstanceRequest request(Args args, TreeSlot slot, Instance old) throws ModuleException {
        boolean snapshot = args.truth("final_snapshot") && slot.isRoot();
        var request = DeleteDbInstanceRequest.builder()
                .dbInstanceIdentifier(old.id().name())
                .skipFinalSnapshot(!snapshot)
                .deleteAutomatedBackups(args.truth("delete_automated_backups"));
        if (snapshot) {
            request.finalDBSnapshotIdentifier(
                    slot.name() + "-final-" + old.resourceId().id().toLowerCase(Locale.ROOT));
        }
        return request.build();
    }
}
