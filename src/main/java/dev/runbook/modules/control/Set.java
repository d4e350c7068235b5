package dev.runbook.modules.control;

import dev.runbook.modules.Args;
import dev.runbook.modules.GivenArgs;
import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.View;
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
    public boolean freeParams() {
        return true;
    }

    @Override
    public boolean touchesNothing() {
        return true;
    }

    @Override
    public void check(GivenArgs args) {
        if (args.isEmpty()) {
            args.mistake("'set' sets nothing", "name: value");
        }
    }

    @Override
    public Plan plan(Args args, View view) {
        Plan nothing = Plan.of(List.of());
        return new Plan(nothing.changes(), nothing.result(), args.all().fields(), nothing.messages(), Plan.Flow.ON);
    }
}
