package dev.runbook.modules.control;

import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.UnevaluatedArgs;
import java.util.List;

/** Sets variables for the pair's later tasks. */
public final class Set implements Module {

    @Override
    public boolean setsVariables() {
        return true;
    }

    @Override
    public String name() {
        return "set";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of();
    }

    @Override
    public boolean acceptsAnyParam() {
        return true;
    }

    @Override
    public boolean runsWithoutCredentials() {
        return true;
    }

    @Override
    public void check(UnevaluatedArgs args) {
        if (args.isEmpty()) {
            args.reportProblem("'set' sets nothing", "name: value");
        }
    }

    @Override
    public Plan plan(Args args, PlanningContext context) {
        Plan nothing = Plan.of(List.of());
        return new Plan(
                nothing.changes(), nothing.result(), args.all().fields(), nothing.messages(), Plan.Flow.CONTINUE);
    }
}
