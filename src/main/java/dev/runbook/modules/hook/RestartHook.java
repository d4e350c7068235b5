package dev.runbook.modules.hook;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Begun;
import dev.runbook.modules.Change;
import dev.runbook.modules.GivenArgs;
import dev.runbook.modules.MarkState;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Outcome;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Program;
import dev.runbook.modules.View;
import dev.runbook.world.Marks;
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
        List<ParamSpec> params = new ArrayList<>(Program.params("10m"));
        params.add(ParamSpec.optional(
                        "retries", ValueType.WHOLE, "Maximum number of retries if the program fails.", "2")
                .or("0"));
        params.add(
                ParamSpec.optional("delay", ValueType.DURATION, "Pause before each retry.", "30s")
                        .or("10s"));
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
                .oneOf("new", "old")
                .or("new"));
        return params;
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
        Program program = Program.of(args);
        Optional<Health> health = Health.of(args, view.refresh());
        long retries = args.whole("retries");
        if (retries < 0 || retries > RETRIES_MAX) {
            throw ModuleException.at(args.position("retries"), "'retries' must be between 0 and " + RETRIES_MAX, "retries: 2");
        }
        Begun.check(view.refresh(), view.world());
        boolean old = args.text("tree").equals("old");
        Optional<Swapped> undone = old ? Swapped.undone(view) : Optional.empty();
        if (old && undone.isEmpty()) {
            return Plan.says(view.refresh().target().instance()
                    + " has kept its name in this refresh: the application needs no restart");
        }
        Swapped swapped = undone.isPresent() ? undone.get() : Swapped.of(view);
        if (swapped.isLive(view.world())) {
            return Plan.says(swapped.root().id() + " is already live");
        }
        Outcome outcome = Program.outcome("attempts");
        Map<String, Value> environment = swapped.environment();
        if (view.purpose() == View.Purpose.RUN) {
            refuseUnknown(environment);
        }
        List<Change> changes = new ArrayList<>();
        changes.add(new RunHook(
                new RunHook.Call(program, environment, view.environment()),
                new RunHook.Attempts(retries + 1, args.duration("delay")),
                swapped,
                outcome));
        health.ifPresent(check -> changes.add(new CheckHealth(check, swapped)));
        if (!old) {
            changes.add(new MarkState(swapped.root(), Marks.State.LIVE, Optional.empty()));
        }
        return Plan.of(changes, world -> outcome.fields());
    }

    private static void refuseUnknown(Map<String, Value> environment) throws ModuleException {
        for (Map.Entry<String, Value> variable : environment.entrySet()) {
            if (variable.getValue() instanceof Value.Unknown unknown) {
                throw ModuleException.failed(
                        "RDS does not show the value for " + variable.getKey() + " yet: " + unknown.what(),
                        "run the same command again once every instance of the target is available");
            }
        }
    }
}
