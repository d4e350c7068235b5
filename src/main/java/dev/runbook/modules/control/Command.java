package dev.runbook.modules.control;

import dev.runbook.modules.Args;
import dev.runbook.modules.ChangeResult;
import dev.runbook.modules.ExternalProgram;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.UnevaluatedArgs;
import java.util.List;

/** Runs a program on this machine. */
public final class Command implements Module {

    @Override
    public String name() {
        return "command";
    }

    @Override
    public List<ParamSpec> params() {
        return ExternalProgram.params("10m");
    }

    @Override
    public boolean mayRunInChecks() {
        return true;
    }

    @Override
    public List<String> alternatives() {
        return ExternalProgram.ALTERNATIVES;
    }

    @Override
    public void check(UnevaluatedArgs args) {
        ExternalProgram.check(args);
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        ChangeResult result = ExternalProgram.newResult();
        RunCommand change = new RunCommand(ExternalProgram.of(args), context.environment(), result);
        return Plan.of(List.of(change), world -> result.fields());
    }
}
