package dev.runbook.modules.control;

import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.yaml.ValueType;
import java.util.List;

/** Fails with a message. */
public final class Fail implements Module {

    @Override
    public String name() {
        return "fail";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(ParamSpec.required(
                "msg",
                ValueType.TEXT,
                "Message of the failure.",
                "\"{{ pair.name }} is not to be refreshed this week\""));
    }

    @Override
    public boolean runsWithoutCredentials() {
        return true;
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        throw ModuleException.failure(args.value("msg").show(), "");
    }
}
