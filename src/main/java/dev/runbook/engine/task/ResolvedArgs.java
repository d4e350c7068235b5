package dev.runbook.engine.task;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.ModuleException;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.TimeSpan;
import dev.runbook.yaml.ValueType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of one task, evaluated and of the right types.
 *
 * @param position of the task's module key
 * @param values by name, fallbacks included
 * @param given names of the arguments that were written, in that order
 * @param nodes the arguments as they were written
 */
record ResolvedArgs(
        Position position,
        Map<String, Value> values,
        List<String> given,
        Map<String, Position> positions,
        Map<String, Node> nodes,
        Map<String, List<Condition>> conditions)
        implements Args {

    ResolvedArgs {
        values = Map.copyOf(values);
        given = List.copyOf(given);
        positions = Map.copyOf(positions);
        nodes = Map.copyOf(nodes);
        conditions = Map.copyOf(conditions);
    }

    @Override
    public Position position(String name) {
        return positions.getOrDefault(name, position);
    }

    @Override
    public Optional<Node> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    @Override
    public boolean has(String name) {
        return values.containsKey(name) || conditions.containsKey(name);
    }

    @Override
    public Value value(String name) {
        return values.getOrDefault(name, new Value.UndefinedName(name));
    }

    @Override
    public String text(String name) throws ModuleException {
        Value value = knownValue(name);
        return value instanceof Value.Secret secret ? secret.reveal() : value.show();
    }

    @Override
    public Optional<String> textIfGiven(String name) throws ModuleException {
        return values.containsKey(name) ? Optional.of(text(name)) : Optional.empty();
    }

    @Override
    public boolean truth(String name) throws ModuleException {
        if (knownValue(name) instanceof Value.Bool bool) {
            return bool.isTrue();
        }
        throw typeProblem(name, ValueType.BOOLEAN);
    }

    @Override
    public long whole(String name) throws ModuleException {
        if (knownValue(name) instanceof Value.Whole whole) {
            return whole.number();
        }
        throw typeProblem(name, ValueType.WHOLE);
    }

    @Override
    public Duration duration(String name) throws ModuleException {
        return TimeSpan.parse(text(name)).orElseThrow(() -> typeProblem(name, ValueType.DURATION));
    }

    @Override
    public List<Value> list(String name) throws ModuleException {
        if (knownValue(name) instanceof Value.Items items) {
            return items.items();
        }
        throw typeProblem(name, ValueType.LIST);
    }

    @Override
    public Value.Fields fields(String name) throws ModuleException {
        if (knownValue(name) instanceof Value.Fields fields) {
            return fields;
        }
        throw typeProblem(name, ValueType.MAPPING);
    }

    @Override
    public List<Condition> conditions(String name) {
        return conditions.getOrDefault(name, List.of());
    }

    @Override
    public Value.Fields all() {
        Map<String, Value> all = new LinkedHashMap<>();
        for (String name : given) {
            if (values.containsKey(name)) {
                all.put(name, value(name));
            }
        }
        return new Value.Fields(all);
    }

    private Value knownValue(String name) throws ModuleException {
        Value value = value(name);
        if (value instanceof Value.Unknown) {
            throw ModuleException.invalidArgument(
                    position(name),
                    "'" + name + "' is known only when run",
                    "a module needs it before; give a value that does not depend on an earlier task's result");
        }
        if (value instanceof Value.UndefinedName) {
            throw ModuleException.invalidArgument(position(name), "'" + name + "' is not given", "give it");
        }
        return value;
    }

    private ModuleException typeProblem(String name, ValueType expected) {
        return ModuleException.invalidArgument(
                position(name), "'" + name + "' is " + value(name).kind() + ", not " + expected.words(), "");
    }
}
