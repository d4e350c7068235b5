package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import dev.runbook.yaml.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Swaps the target's tree and the new one by renaming, so that applications find the new data under the names they use. */
public final class Rename implements Module {

    private static final Set<RefreshTags.State> MASKED = Set.of(RefreshTags.State.MASKED, RefreshTags.State.LIVE);

    @Override
    public String name() {
        return "rename";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.optional(
                                "masked",
                                ValueType.TEXT,
                                "Whether the clone must have been masked, and the masking verified, before it gets the"
                                        + " target's name.",
                                "not-required")
                        .withChoices("required", "not-required")
                        .withDefault("required"),
                ParamSpec.optional(
                                "undo",
                                ValueType.BOOLEAN,
                                "Whether to give the old instances their names back instead, from any point of a swap.",
                                "true")
                        .withDefault("false"));
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException, PortException {
        TargetTree tree = TargetTree.requireConsistent(context.refresh(), context.world());
        if (args.truth("undo")) {
            return undo(context, tree);
        }
        if (tree.newRoot().isEmpty()) {
            throw ModuleException.failure(
                    "There is no clone to give the name "
                            + context.refresh().target().instance() + " to.",
                    "Put `rds-clone` before `rename`.");
        }
        if (!isFinished(context.refresh(), tree)) {
            checkPending(context, tree);
            check(context, tree, args.text("masked").equals("required"));
        }
        ChangePlanBuilder builder = new ChangePlanBuilder(context.world());
        new Swap(context, tree).swapIn(builder);
        if (!builder.changes().isEmpty()) {
            SettingsDiff.between(tree, context.refresh(), builder.predictedWorld())
                    .forEach(difference -> context.warn(difference.sentence()));
        }
        return new Plan(
                builder.changes(),
                after -> result(context.refresh(), after),
                Map.of(),
                builder.changes().isEmpty()
                        ? List.of()
                        : bindingMessages(tree, context.refresh(), builder.predictedWorld()),
                Plan.Flow.CONTINUE);
    }

    private static List<String> bindingMessages(TargetTree tree, Refresh refresh, World after) {
        return ResourceIdBindings.between(tree, refresh, after).stream()
                .map(ResourceIdBindings.ResourceIdBinding::sentence)
                .toList();
    }

    private static boolean isFinished(Refresh refresh, TargetTree tree) {
        return tree.slots().stream()
                .allMatch(slot -> slot.isSwapped()
                        && slot.old()
                                .filter(old ->
                                        !old.id().equals(refresh.namePrefixes().oldName(slot.name())))
                                .isEmpty());
    }

    /** Pending changes stop a swap before its first rename, but not in the middle: missing names are worse than a delay. */
    private static void checkPending(PlanningContext context, TargetTree tree) throws ModuleException {
        boolean begun = tree.slots().stream()
                .anyMatch(slot -> slot.isSwapped()
                        || slot.old()
                                .filter(old -> !old.id().equals(slot.name()))
                                .isPresent());
        if (begun) {
            warnOfPending(context, tree);
            return;
        }
        Objections objections = new Objections();
        tree.slots().forEach(slot -> slot.old().ifPresent(old -> new PendingChanges(old).check(objections)));
        objections.throwIfAny();
    }

    private static void warnOfPending(PlanningContext context, TargetTree tree) {
        tree.slots().stream()
                .flatMap(slot -> slot.old().stream())
                .map(PendingChanges::new)
                .filter(pending -> !pending.isEmpty())
                .forEach(pending -> context.warn(pending.sentence() + ". RDS applies them with the rename."));
    }

    private static void check(PlanningContext context, TargetTree tree, boolean maskedRequired)
            throws ModuleException, PortException {
        Instance clone = tree.newRoot().orElseThrow();
        Objections objections = new Objections();
        if (maskedRequired) {
            tree.slots().forEach(slot -> slot.replacement().ifPresent(made -> checkMasked(slot, made, objections)));
            if (tree.root().state().filter(MASKED::contains).isPresent()) {
                BackupChecks.check(context, clone, objections);
            }
        }
        if (clone.source().isPresent()) {
            objections.addRefusal(
                    clone.id() + " still replicates from " + clone.source().get() + ".",
                    "Put `promote` before `rename`.");
        }
        for (TreeSlot slot : tree.slots()) {
            if (slot.replacement().isEmpty()) {
                objections.add(
                        "No instance has been created to replace " + slot.name() + ".",
                        "Put `rds-replicas` before `rename`.");
            }
        }
        objections.throwIfAny();
    }

    /** Checks each instance: a replica created before the masking, or of another clone, has no proof of masking. */
    private static void checkMasked(TreeSlot slot, Instance made, Objections objections) {
        Optional<RefreshTags.State> state = slot.state();
        if (state.filter(MASKED::contains).isEmpty()) {
            objections.addRefusal(
                    made.id() + " is " + state.map(RefreshTags.State::tag).orElse("unmarked")
                            + ": there is no proof that its data has been masked, so it must not get the name "
                            + slot.name() + ".",
                    "Put `sql-mask` before `rename`; or, if this data needs no masking, set `masked: not-required`.");
        }
    }

    private static Plan undo(PlanningContext context, TargetTree tree) throws ModuleException {
        if (tree.newRoot().isEmpty()) {
            return Plan.withMessages("nothing to undo: no instance of this refresh exists");
        }
        List<String> gone = tree.slots().stream()
                .filter(slot -> slot.old().filter(old -> !isBeingDeleted(old)).isEmpty())
                .map(slot -> slot.name().name())
                .toList();
        if (!gone.isEmpty()) {
            throw ModuleException.refusal(
                    "The old " + String.join(", ", gone) + (gone.size() == 1 ? " is" : " are")
                            + " deleted; the names cannot be given back.",
                    "The new instances keep the names and stay in use. Run the runbook again for newer data, or restore a"
                            + " snapshot of the old instance if its data is needed.");
        }
        warnOfPending(context, tree);
        ChangePlanBuilder builder = new ChangePlanBuilder(context.world());
        new Swap(context, tree).swapBack(builder);
        return Plan.of(builder.changes());
    }

    private static boolean isBeingDeleted(Instance old) {
        return old.status().equals("deleting");
    }

    private static Value.Fields result(Refresh refresh, World after) {
        TargetTree tree = TargetTree.of(refresh, after);
        Map<String, Value> fields = new LinkedHashMap<>();
        tree.newRoot().ifPresent(made -> {
            fields.put("instance", new Value.Text(made.id().name()));
            fields.put("resource_id", ResourceIdValue.of(made.resourceId()));
        });
        fields.put(
                "differences",
                new Value.Items(SettingsDiff.between(tree, refresh, after).stream()
                        .<Value>map(SettingsDiff.SettingDifference::fields)
                        .toList()));
        fields.put(
                "identity",
                new Value.Items(ResourceIdBindings.between(tree, refresh, after).stream()
                        .<Value>map(ResourceIdBindings.ResourceIdBinding::fields)
                        .toList()));
        return new Value.Fields(fields);
    }
}
