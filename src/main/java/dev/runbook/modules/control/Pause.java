package dev.runbook.modules.control;

import dev.runbook.modules.Args;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.yaml.ValueType;
import java.util.List;

/** Waits for a fixed time or for the user's approval. */
public final class Pause implements Module {

    @Override
    public String name() {
        return "pause";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.optional("for", ValueType.DURATION, "How long to wait. Either this or `prompt`.", "90s"),
                ParamSpec.optional(
                        "prompt",
                        ValueType.TEXT,
                        "Question to ask before continuing; `--yes` answers it; without a terminal the task fails.",
                        "\"Swap {{ pair.target }} now?\""));
    }

    @Override
    public boolean runsWithoutCredentials() {
        return true;
    }

    @Override
    public List<String> alternatives() {
        return List.of("for", "prompt");
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        Change change = args.has("for")
                ? new Sleep(args.duration("for"))
                : new AskApproval(args.value("prompt").show());
        return Plan.of(List.of(change));
    }
}
