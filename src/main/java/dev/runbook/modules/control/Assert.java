package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fails unless all conditions are true. */
public final class Assert implements Module {

    @Override
    public String name() {
        return "assert";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.required(
                        "that",
                        ValueType.CONDITION,
                        "Condition that must be true; with a list, all of them.",
                        "sync.deleted < 100"),
                ParamSpec.optional(
                        "msg",
                        ValueType.TEXT,
                        "Message if a condition is not true.",
                        "\"the sync would delete too much\""));
    }

    @Override
    public boolean runsWithoutCredentials() {
        return true;
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        List<Args.Condition> broken = new ArrayList<>();
        List<String> later = new ArrayList<>();
        for (Args.Condition condition : args.conditions("that")) {
            if (condition.outcome() instanceof Value.Unknown && context.purpose() != PlanningContext.Purpose.RUN) {
                later.add("decided when run: " + condition.text());
            } else if (!condition.outcome().equals(new Value.Bool(true))) {
                broken.add(condition);
            }
        }
        if (!broken.isEmpty()) {
            Optional<String> message = args.textIfGiven("msg");
            String conditions = broken.stream().map(Args.Condition::text).collect(Collectors.joining("; "));
            throw ModuleException.failureAt(
                    broken.get(0).position(),
                    message.orElse("does not hold: " + conditions),
                    message.isPresent() ? "does not hold: " + conditions : "");
        }
        return Plan.withMessages(later.toArray(String[]::new));
    }
}
