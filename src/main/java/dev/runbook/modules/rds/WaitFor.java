package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.world.InstanceId;
import dev.runbook.yaml.ValueType;
import java.util.List;
import java.util.Map;

/** Waits until a property of an instance has one of the given values. */
public final class WaitFor implements Module {

    @Override
    public String name() {
        return "wait-for";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.required(
                        "instance", ValueType.TEXT, "The instance's identifier.", "\"{{ target.instance }}\""),
                ParamSpec.optional(
                                "property",
                                ValueType.TEXT,
                                "Property of the instance as in DescribeDBInstances; dots separate nested names.",
                                "Endpoint.Port")
                        .withDefault("DBInstanceStatus"),
                ParamSpec.optional(
                                "is", ValueType.ANY, "The value to wait for; with a list, any of them.", "[available]")
                        .withDefault("available"),
                ParamSpec.optional("every", ValueType.DURATION, "Polling interval.", "30s")
                        .withDefault("15s"),
                ParamSpec.optional("within", ValueType.DURATION, "Maximum time to wait; then the task fails.", "2h")
                        .withDefault("30m"));
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException {
        Value wished = args.value("is");
        List<String> values = wished instanceof Value.Items items
                ? items.items().stream().map(Value::show).toList()
                : List.of(wished.show());
        AwaitProperty change = new AwaitProperty(
                new InstanceId(args.text("instance")),
                args.text("property"),
                values,
                new AwaitProperty.PollTimes(args.duration("every"), args.duration("within")));
        return Plan.of(
                List.of(change),
                world -> new Value.Fields(Map.of(
                        "value",
                        change.value(world)
                                .filter(values::contains)
                                .<Value>map(Value.Text::new)
                                .orElse(new Value.Unknown("value")))));
    }
}
