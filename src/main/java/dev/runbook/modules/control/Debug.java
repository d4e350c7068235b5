package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.yaml.ValueType;
import java.util.List;

/** Shows a message or a value. */
public final class Debug implements Module {

    @Override
    public String name() {
        return "debug";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.optional(
                        "msg",
                        ValueType.ANY,
                        "Message to show; a list is shown one item per line. Either this or `var`.",
                        "\"{{ pair.target }} follows\""),
                ParamSpec.optional(
                        "var",
                        ValueType.EXPRESSION,
                        "Name of a variable, or another expression, whose value is shown.",
                        "sync.copied"));
    }

    @Override
    public boolean runsWithoutCredentials() {
        return true;
    }

    @Override
    public List<String> alternatives() {
        return List.of("msg", "var");
    }

    @Override
    public Plan plan(Args args, PlanningContext context) {
        Value value = args.value(args.has("msg") ? "msg" : "var");
        return value instanceof Value.Items items && args.has("msg")
                ? Plan.withMessages(items.items().stream().map(Value::show).toArray(String[]::new))
                : Plan.withMessages(value.show());
    }
}
