package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.Subject;
import dev.runbook.modules.View;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
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
                        .oneOf("required", "not-required")
                        .or("required"),
                ParamSpec.optional(
                                "final_snapshot",
                                ValueType.BOOLEAN,
                                "Whether to take a final snapshot of the old root instance; replicas get none.",
                                "true")
                        .or("false"),
                ParamSpec.optional(
                                "delete_automated_backups",
                                ValueType.BOOLEAN,
                                "Whether to delete the automated backups of the old instances, too, as RDS does by default;"
                                        + " false keeps them until they expire.",
                                "false")
                        .or("true"));
    }

    @Override
    public Plan plan(Args args, View view) throws ModuleException {
        Refresh refresh = view.refresh();
        TargetTree tree = TargetTree.checked(refresh, view.world());
        List<Place> left = tree.leavesFirst().stream()
                .filter(place -> place.old().isPresent())
                .toList();
        if (tree.newRoot().isEmpty() || left.isEmpty()) {
            return Plan.of(List.of());
        }
        check(refresh, tree, args.text("restarted").equals("required"));
        Sequence sequence = new Sequence(view.world());
        List<Value> deleted = new ArrayList<>();
        List<Instance> kept = new ArrayList<>();
        for (Place place : left) {
            Instance old = place.old().orElseThrow();
            unprotect(sequence, old);
            DeleteDbInstanceRequest request = request(args, place, old);
            sequence.add(new DeleteInstance(old, new Subject.DeletedInstance(old.id(), old.resourceId()), request));
            deleted.add(new Value.Text(refresh.names().old(place.name()).name()));
            if (old.isBackedUp() && Boolean.FALSE.equals(request.deleteAutomatedBackups())) {
                kept.add(old);
            }
        }
        Value.Fields result = result(deleted, kept);
        return new Plan(
                sequence.changes(),
                after -> result,
                Map.of(),
                kept.stream().map(Cleanup::keeps).toList(),
                Plan.Flow.ON);
    }

    private static Value.Fields result(List<Value> deleted, List<Instance> kept) {
        Map<String, Value> result = new LinkedHashMap<>();
        result.put("deleted", new Value.Items(deleted));
        result.put(
                "backups_kept",
                new Value.Items(kept.stream().<Value>map(Cleanup::backups).toList()));
        return new Value.Fields(result);
    }

    private static Value backups(Instance old) {
        Map<String, Value> backups = new LinkedHashMap<>();
        backups.put("instance", new Value.Text(old.id().name()));
        backups.put("resource_id", new Value.Text(old.resourceId().id()));
        backups.put("days", new Value.Whole(days(old)));
        return new Value.Fields(backups);
    }

    private static int days(Instance old) {
        return Optional.ofNullable(old.description().backupRetentionPeriod()).orElse(0);
    }

    private static String keeps(Instance old) {
        return "keeps the automated backups of " + old.id() + " for " + days(old)
                + " days; to delete them earlier: aws rds"
                + " delete-db-instance-automated-backup --dbi-resource-id "
                + old.resourceId().id();
    }

    private static void check(Refresh refresh, TargetTree tree, boolean restartRequired) throws ModuleException {
        Findings findings = new Findings();
        for (Place place : tree.places()) {
            place.old().ifPresent(old -> checkOld(refresh, place, old, findings));
        }
        Instance clone = tree.newRoot().orElseThrow();
        Optional<Marks.State> state = clone.marks().map(Marks::state);
        if (restartRequired && !state.equals(Optional.of(Marks.State.LIVE))) {
            findings.refuse(
                    "The application has not restarted on " + clone.id() + " and passed its health check ("
                            + state.map(Marks.State::tag).orElse("unmarked") + "), so the old tree is kept.",
                    "Put `restart-hook` before `cleanup`; or set `restarted: not-required` if nothing has to restart.");
        }
        findings.throwIfAny();
    }

    private static void checkOld(Refresh refresh, Place place, Instance old, Findings findings) {
        if (place.successor().isEmpty()) {
            findings.refuse(
                    old.id() + " replicates from the old tree, and this refresh has created no replacement for it.",
                    "Delete or promote " + old.id() + " yourself, or start a new refresh, which replaces it.");
            return;
        }
        InstanceId aside = refresh.names().old(place.name());
        if (!old.id().equals(aside) || !place.isSwapped()) {
            findings.refuse(
                    "The old instance of " + place.name() + " is called " + old.id() + " and not " + aside
                            + ": the swap is not finished.",
                    "Put `rename` before `cleanup`.");
        }
    }

    private static void unprotect(Sequence sequence, Instance old) {
        if (Boolean.TRUE.equals(old.description().deletionProtection())) {
            sequence.add(new ModifyInstance(
                    "unprotect " + old.id(),
                    new InstanceKey.Old(old.resourceId()),
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

    private static DeleteDbInstanceRequest request(Args args, Place place, Instance old) throws ModuleException {
        boolean snapshot = args.truth("final_snapshot") && place.isRoot();
        var request = DeleteDbInstanceRequest.builder()
                .dbInstanceIdentifier(old.id().name())
                .skipFinalSnapshot(!snapshot)
                .deleteAutomatedBackups(args.truth("delete_automated_backups"));
        if (snapshot) {
            request.finalDBSnapshotIdentifier(
                    place.name() + "-final-" + old.resourceId().id().toLowerCase(Locale.ROOT));
        }
        return request.build();
    }
}
