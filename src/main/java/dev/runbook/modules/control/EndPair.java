package dev.runbook.modules.control;

import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.yaml.ValueType;
import java.util.List;

/** Ends the pair as if the runbook ended here. */
public final class EndPair implements Module {

    @Override
    public String name() {
        return "end_pair";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.optional("msg", ValueType.TEXT, "Reason to show.", "\"{{ pair.name }} is fresh enough\""));
    }

    @Override
    public boolean runsWithoutCredentials() {
        return true;
    }

    @Override
    public Plan plan(Args args, PlanningContext context) {
        Plan end = Plan.withFlow(Plan.Flow.END_PAIR);
        return args.has("msg")
                ? new Plan(
                        end.changes(),
                        end.result(),
                        end.variables(),
                        List.of(args.value("msg").show()),
                        end.flow())
                : end;
    }
}
