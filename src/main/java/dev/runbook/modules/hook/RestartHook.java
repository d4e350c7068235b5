package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Change;
import dev.runbook.modules.ChangeResult;
import dev.runbook.modules.ExternalProgram;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.RefreshConsistency;
import dev.runbook.modules.SetRefreshState;
import dev.runbook.modules.UnevaluatedArgs;
import dev.runbook.world.RefreshTags;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Restarts the application on the new tree and checks that it answers. */
public final class RestartHook implements Module {

    private static final long RETRIES_MAX = 100;

    @Override
    public boolean restartsApplication() {
        return true;
    }

    @Override
    public String name() {
        return "restart-hook";
    }

    @Override
    public List<ParamSpec> params() {
        List<ParamSpec> params = new ArrayList<>(ExternalProgram.params("10m"));
        params.add(
                ParamSpec.optional("retries", ValueType.WHOLE, "Maximum number of retries if the program fails.", "2")
                        .withDefault("0"));
        params.add(ParamSpec.optional("delay", ValueType.DURATION, "Pause before each retry.", "30s")
                .withDefault("10s"));
        params.add(ParamSpec.optional(
                "health",
                ValueType.MAPPING,
                "Health check of the application: a URL or a query, see below.",
                "{http: \"https://stage.example.com/health\"}"));
        params.add(ParamSpec.optional(
                        "tree",
                        ValueType.TEXT,
                        "Which tree has the target's names: the new one after the swap, or the old one after"
                                + " `rename: {undo: true}`.",
                        "old")
                .withChoices("new", "old")
                .withDefault("new"));
        return params;
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
        ExternalProgram program = ExternalProgram.of(args);
        Optional<HealthCriteria> health = HealthCriteria.of(args, context.refresh());
        long retries = args.whole("retries");
        if (retries < 0 || retries > RETRIES_MAX) {
            throw ModuleException.invalidArgument(
                    args.position("retries"), "'retries' must be between 0 and " + RETRIES_MAX, "retries: 2");
        }
        RefreshConsistency.check(context.refresh(), context.world());
        boolean old = args.text("tree").equals("old");
        Optional<SwappedTree> undone = old ? SwappedTree.afterUndo(context) : Optional.empty();
        if (old && undone.isEmpty()) {
            return Plan.withMessages(context.refresh().target().instance()
                    + " has kept its name in this refresh: the application needs no restart");
        }
        SwappedTree tree = undone.isPresent() ? undone.get() : SwappedTree.of(context);
        if (tree.isLive(context.world())) {
            return Plan.withMessages(tree.root().id() + " is already live");
        }
        ChangeResult result = ExternalProgram.newResult("attempts");
        Map<String, Value> environment = tree.environment();
        if (context.purpose() == PlanningContext.Purpose.RUN) {
            refuseUnknown(environment);
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new RunHook(
                new RunHook.HookCall(program, environment, context.environment()),
                new RunHook.HookAttempts(retries + 1, args.duration("delay")),
                tree,
                result));
        health.ifPresent(check -> changes.add(new CheckHealth(check, tree)));
        if (!old) {
            changes.add(new SetRefreshState(tree.root(), RefreshTags.State.LIVE, Optional.empty()));
        }
        return Plan.of(changes, world -> result.fields());
    }

    private static void refuseUnknown(Map<String, Value> environment) throws ModuleException {
        for (Map.Entry<String, Value> variable : environment.entrySet()) {
            if (variable.getValue() instanceof Value.Unknown unknown) {
                throw ModuleException.failure(
                        "RDS does not show the value for " + variable.getKey() + " yet: " + unknown.what(),
                        "run the same command again once every instance of the target is available");
            }
        }
    }
}
