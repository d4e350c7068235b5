package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Outcome;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.yaml.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Promotes the clone to a standalone instance and gives it the settings that it could not have at creation. */
public final class Promote implements Module {

    private static final Value.Fields NOTHING = new Value.Fields(Map.of());

    @Override
    public String name() {
        return "promote";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(ParamSpec.optional(
                        "max_lag",
                        ValueType.DURATION,
                        "Maximum replication lag at promotion; the task waits until the clone has caught up that far.",
                        "30s")
                .or("10m"));
    }

    @Override
    public Plan plan(Args args, View view) throws ModuleException {
        Refresh refresh = view.refresh();
        TargetTree tree = TargetTree.checked(refresh, view.world());
        InstanceId name = refresh.target().instance();
        Optional<Instance> made = tree.newRoot();
        if (made.isEmpty()) {
            throw ModuleException.failed(
                    "There is no clone for " + name + " to promote.", "Put `rds-clone` before `promote`.");
        }
        if (tree.root().old().isEmpty() || tree.root().isSwapped()) {
            return Plan.of(List.of());
        }
        Sequence sequence = new Sequence(view.world());
        InstanceKey.Made key = InstanceKey.Made.of(refresh, name);
        Outcome outcome = PromoteReplica.newOutcome();
        PromoteReplica.Terms terms = new PromoteReplica.Terms(args.duration("max_lag"), refresh.source());
        sequence.add(new PromoteReplica(key, made.get(), terms, outcome));
        boolean promotes = !sequence.changes().isEmpty();
        new Adopt(sequence, refresh, tree.root()).settings(view.vault());
        return Plan.of(sequence.changes(), after -> promotes ? result(outcome, view) : NOTHING);
    }

    /** If an earlier process sent the call, only its journal has the values. */
    private static Value.Fields result(Outcome outcome, View view) {
        boolean sentEarlier = view.purpose() == View.Purpose.RUN
                && outcome.fields().get(PromoteReplica.DATA_AS_OF).orElseThrow() instanceof Value.Unknown;
        return sentEarlier ? NOTHING : outcome.fields();
    }
}
