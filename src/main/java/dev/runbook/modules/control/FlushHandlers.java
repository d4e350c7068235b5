package dev.runbook.modules.control;

import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.View;
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
    public boolean touchesNothing() {
        return true;
    }

    @Override
    public Plan plan(Args args, View view) {
        return Plan.leads(Plan.Flow.HANDLERS);
    }
}
