package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.Marks;
import dev.runbook.world.World;
import dev.runbook.yaml.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Swaps the target's tree and the new one by renaming, so that applications find the new data under the names they use. */
public final class Rename implements Module {

    private static final Set<Marks.State> MASKED = Set.of(Marks.State.MASKED, Marks.State.LIVE);

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
                        .oneOf("required", "not-required")
                        .or("required"),
                ParamSpec.optional(
                                "undo",
                                ValueType.BOOLEAN,
                                "Whether to give the old instances their names back instead, from any point of a swap.",
                                "true")
                        .or("false"));
    }

    @Override
    public Plan plan(Args args, View view) throws ModuleException, PortException {
        TargetTree tree = TargetTree.checked(view.refresh(), view.world());
        if (args.truth("undo")) {
            return undo(view, tree);
        }
        if (tree.newRoot().isEmpty()) {
            throw ModuleException.failed(
                    "There is no clone to give the name "
                            + view.refresh().target().instance() + " to.",
                    "Put `rds-clone` before `rename`.");
        }
        if (!isFinished(view.refresh(), tree)) {
            pending(view, tree);
            check(view, tree, args.text("masked").equals("required"));
        }
        Sequence sequence = new Sequence(view.world());
        new Swap(view, tree).forth(sequence);
        if (!sequence.changes().isEmpty()) {
            Parity.between(tree, view.refresh(), sequence.world())
                    .forEach(difference -> view.warn(difference.sentence()));
        }
        return new Plan(
                sequence.changes(),
                after -> result(view.refresh(), after),
                Map.of(),
                sequence.changes().isEmpty() ? List.of() : bonds(tree, view.refresh(), sequence.world()),
                Plan.Flow.ON);
    }

    private static List<String> bonds(TargetTree tree, Refresh refresh, World after) {
        return Identity.between(tree, refresh, after).stream()
                .map(Identity.Bond::sentence)
                .toList();
    }

    private static boolean isFinished(Refresh refresh, TargetTree tree) {
        return tree.places().stream()
                .allMatch(place -> place.isSwapped()
                        && place.old()
                                .filter(old -> !old.id().equals(refresh.names().old(place.name())))
                                .isEmpty());
    }

    /** Pending changes stop a swap before its first rename, but not in the middle: missing names are worse than a delay. */
    private static void pending(View view, TargetTree tree) throws ModuleException {
        boolean begun = tree.places().stream()
                .anyMatch(place -> place.isSwapped()
                        || place.old()
                                .filter(old -> !old.id().equals(place.name()))
                                .isPresent());
        if (begun) {
            warnOfPending(view, tree);
            return;
        }
        Findings findings = new Findings();
        tree.places().forEach(place -> place.old().ifPresent(old -> new PendingChanges(old).into(findings)));
        findings.throwIfAny();
    }

    private static void warnOfPending(View view, TargetTree tree) {
        tree.places().stream()
                .flatMap(place -> place.old().stream())
                .map(PendingChanges::new)
                .filter(pending -> !pending.isEmpty())
                .forEach(pending -> view.warn(pending.sentence() + ". RDS applies them with the rename."));
    }

    private static void check(View view, TargetTree tree, boolean maskedRequired)
            throws ModuleException, PortException {
        Instance clone = tree.newRoot().orElseThrow();
        Findings findings = new Findings();
        if (maskedRequired) {
            tree.places().forEach(place -> place.successor().ifPresent(made -> masked(place, made, findings)));
            if (tree.root().state().filter(MASKED::contains).isPresent()) {
                BackupChecks.of(view, clone, findings);
            }
        }
        if (clone.source().isPresent()) {
            findings.refuse(
                    clone.id() + " still replicates from " + clone.source().get() + ".",
                    "Put `promote` before `rename`.");
        }
        for (Place place : tree.places()) {
            if (place.successor().isEmpty()) {
                findings.add(
                        "No instance has been created to replace " + place.name() + ".",
                        "Put `rds-replicas` before `rename`.");
            }
        }
        findings.throwIfAny();
    }

    /** Checks each instance: a replica created before the masking, or of another clone, has no proof of masking. */
    private static void masked(Place place, Instance made, Findings findings) {
        Optional<Marks.State> state = place.state();
        if (state.filter(MASKED::contains).isEmpty()) {
            findings.refuse(
                    made.id() + " is " + state.map(Marks.State::tag).orElse("unmarked")
                            + ": there is no proof that its data has been masked, so it must not get the name "
                            + place.name() + ".",
                    "Put `sql-mask` before `rename`; or, if this data needs no masking, set `masked: not-required`.");
        }
    }

    private static Plan undo(View view, TargetTree tree) throws ModuleException {
        if (tree.newRoot().isEmpty()) {
            return Plan.says("nothing to undo: no instance of this refresh exists");
        }
        List<String> gone = tree.places().stream()
                .filter(place -> place.old().filter(old -> !isBeingDeleted(old)).isEmpty())
                .map(place -> place.name().name())
                .toList();
        if (!gone.isEmpty()) {
            throw ModuleException.refused(
                    "The old " + String.join(", ", gone) + (gone.size() == 1 ? " is" : " are")
                            + " deleted; the names cannot be given back.",
                    "The new instances keep the names and stay in use. Run the runbook again for newer data, or restore a"
                            + " snapshot of the old instance if its data is needed.");
        }
        warnOfPending(view, tree);
        Sequence sequence = new Sequence(view.world());
        new Swap(view, tree).back(sequence);
        return Plan.of(sequence.changes());
    }

    private static boolean isBeingDeleted(Instance old) {
        return old.status().equals("deleting");
    }

    private static Value.Fields result(Refresh refresh, World after) {
        TargetTree tree = TargetTree.of(refresh, after);
        Map<String, Value> fields = new LinkedHashMap<>();
        tree.newRoot().ifPresent(made -> {
            fields.put("instance", new Value.Text(made.id().name()));
            fields.put("resource_id", Shown.resourceId(made.resourceId()));
        });
        fields.put(
                "differences",
                new Value.Items(Parity.between(tree, refresh, after).stream()
                        .<Value>map(Parity.Difference::fields)
                        .toList()));
        fields.put(
                "identity",
                new Value.Items(Identity.between(tree, refresh, after).stream()
                        .<Value>map(Identity.Bond::fields)
                        .toList()));
        return new Value.Fields(fields);
    }
}
