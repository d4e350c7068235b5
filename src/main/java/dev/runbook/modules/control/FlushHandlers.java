package dev.runbook.modules.control;

import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import java.util.List;

/** Runs the handlers that have been notified so far before the play continues. */
public final class FlushHandlers implements Module {

    @Override
    public String name() {
        return "flush_handlers";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of();
    }

    @Override
    public boolean runsWithoutCredentials() {
        return true;
    }

    @Override
    public Plan plan(Args args, PlanningContext context) {
        return Plan.withFlow(Plan.Flow.RUN_HANDLERS);
    }
}
