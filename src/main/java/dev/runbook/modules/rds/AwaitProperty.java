package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.SdkValues;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at an instance until a property has one of some values. Changes nothing; is over at once when it has one already.
 *
 * @param property as RDS describes an instance: {@code DBInstanceStatus}, {@code Endpoint.Port}
 */
record AwaitProperty(InstanceId instance, String property, List<String> values, PollTimes pollTimes) implements Change {

    /** How often to look, and how long in all. */
    record PollTimes(Duration interval, Duration timeout) {}

    AwaitProperty {
        values = List.copyOf(values);
    }

    @Override
    public String key() {
        return "wait for " + instance + " " + property + " " + values;
    }

    @Override
    public CallDescription describe() {
        Map<String, Value> parameters = new LinkedHashMap<>();
        parameters.put("property", new Value.Text(property));
        parameters.put("is", new Value.Text(String.join(" or ", values)));
        parameters.put("within_seconds", new Value.Whole(pollTimes.timeout().toSeconds()));
        return new CallDescription("wait", "Look", instance.name(), new Value.Fields(parameters), "");
    }

    @Override
    public Subject subject() {
        return new Subject.External();
    }

    @Override
    public Progress progress(World world) {
        return value(world).filter(values::contains).isPresent() ? Progress.done() : Progress.needed();
    }

    @Override
    public World predict(World world) {
        return world;
    }

    @Override
    public List<Permission> permissions() {
        return List.of(new Permission("rds:DescribeDBInstances", "*"));
    }

    @Override
    public CompletionMode completionMode() {
        return CompletionMode.IMMEDIATE;
    }

    @Override
    public boolean isWaitOnly() {
        return true;
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        Instant began = ports.clock().now();
        while (true) {
            Optional<String> found = value(
                    World.of(ports.rds().instances().stream().map(Instance::new).toList(), List.of(), Set.of()));
            if (found.filter(values::contains).isPresent()) {
                return;
            }
            Duration waited = Duration.between(began, ports.clock().now());
            String now = instance + " " + property + " is " + found.orElse("not there");
            if (waited.compareTo(pollTimes.timeout()) >= 0) {
                throw new PortException(
                        PortException.Kind.BROKEN,
                        "waiting for " + instance,
                        now + " after " + waited.toSeconds() + " seconds, and not " + String.join(" or ", values));
            }
            ports.progress().report(now, waited.toSeconds(), pollTimes.timeout().toSeconds(), "s");
            ports.clock().sleep(ports.pacing().polling().cap(pollTimes.interval()));
        }
    }

    /** What the property is; empty when there is no such instance or it does not have it. */
    Optional<String> value(World world) {
        Optional<Value> value = world.instance(instance).map(found -> SdkValues.parameters(found.description()));
        for (String name : property.split("\\.", -1)) {
            value = value.filter(Value.Fields.class::isInstance).flatMap(fields -> ((Value.Fields) fields).get(name));
        }
        return value.map(Value::show);
    }
}
