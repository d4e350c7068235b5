package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.ChangeResult;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
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
                .withDefault("10m"));
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        Refresh refresh = context.refresh();
        TargetTree tree = TargetTree.requireConsistent(refresh, context.world());
        InstanceId name = refresh.target().instance();
        Optional<Instance> made = tree.newRoot();
        if (made.isEmpty()) {
            throw ModuleException.failure(
                    "There is no clone for " + name + " to promote.", "Put `rds-clone` before `promote`.");
        }
        if (tree.root().old().isEmpty() || tree.root().isSwapped()) {
            return Plan.of(List.of());
        }
        ChangePlanBuilder builder = new ChangePlanBuilder(context.world());
        InstanceKey.TaggedInstanceKey key = InstanceKey.TaggedInstanceKey.of(refresh, name);
        ChangeResult result = PromoteReplica.newResult();
        PromoteReplica.PromotionTerms terms =
                new PromoteReplica.PromotionTerms(args.duration("max_lag"), refresh.source());
        builder.add(new PromoteReplica(key, made.get(), terms, result));
        boolean promotes = !builder.changes().isEmpty();
        new SettingsCarryOver(builder, refresh, tree.root()).addCloneSettings(context.vault());
        return Plan.of(builder.changes(), after -> promotes ? result(result, context) : NOTHING);
    }

    /** If an earlier process sent the call, only its journal has the values. */
    private static Value.Fields result(ChangeResult result, PlanningContext context) {
        boolean sentEarlier = context.purpose() == PlanningContext.Purpose.RUN
                && result.fields().get(PromoteReplica.DATA_AS_OF).orElseThrow() instanceof Value.Unknown;
        return sentEarlier ? NOTHING : result.fields();
    }
}
