package dev.runbook.modules.control;

import dev.runbook.modules.Args;
import dev.runbook.modules.GivenArgs;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Outcome;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Program;
import dev.runbook.modules.View;
import java.util.List;

/** Runs a program on this machine. */
public final class Command implements Module {

    @Override
    public String name() {
        return "command";
    }

    @Override
    public List<ParamSpec> params() {
        return Program.params("10m");
    }

    @Override
    public boolean mayRunInChecks() {
        return true;
    }

    @Override
    public List<String> alternatives() {
        return Program.ALTERNATIVES;
    }

    @Override
    public void check(GivenArgs args) {
        Program.check(args);
    }

    @Override
    public Plan plan(Args args, View view) throws ModuleException {
        Outcome outcome = Program.outcome();
        RunCommand change = new RunCommand(Program.of(args), view.environment(), outcome);
        return Plan.of(List.of(change), world -> outcome.fields());
    }
}
