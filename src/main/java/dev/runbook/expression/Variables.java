package dev.runbook.expression;

import dev.runbook.yaml.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A scope over variables that may name each other; each is resolved at its first use, a circle is an error. For one thread. */
public final class Variables implements Scope {

    private static final int NESTED_MAX = 100;

    private final List<Map<String, Variable>> layers;
    private final Outside outside;
    private final Map<String, Value> resolved = new HashMap<>();
    private final List<String> resolving = new ArrayList<>();

    public Variables(Map<String, Variable> variables, Outside outside) {
        this(List.of(Collections.unmodifiableMap(new LinkedHashMap<>(variables))), outside);
    }

    private Variables(List<Map<String, Variable>> layers, Outside outside) {
        this.layers = List.copyOf(layers);
        this.outside = outside;
    }

    /** Variables in layers, the strongest first, none of which changes any more: a scope is made for each task, so none is copied. */
    public static Variables layered(List<Map<String, Variable>> layers, Outside outside) {
        return new Variables(layers, outside);
    }

    @Override
    public Value get(String name) throws ExpressionException {
        Value known = resolved.get(name);
        Optional<Variable> strongest = known == null ? strongest(name) : Optional.empty();
        if (strongest.isEmpty()) {
            return known != null ? known : new Value.Undefined(name);
        }
        Variable variable = strongest.get();
        if (resolving.contains(name)) {
            List<String> circle = new ArrayList<>(resolving.subList(resolving.indexOf(name), resolving.size()));
            circle.add(name);
            throw new ExpressionException(new Problem(
                    "variable-circle",
                    variable.position(),
                    "'" + name + "' needs itself: " + String.join(" -> ", circle),
                    "give one of them a value of its own"));
        }
        if (resolving.size() == NESTED_MAX) {
            throw new ExpressionException(new Problem(
                    "variable-chain",
                    variable.position(),
                    "'" + name + "' is the end of a chain of more than " + NESTED_MAX + " variables",
                    "give one of them a value of its own"));
        }
        resolving.add(name);
        try {
            Value value = variable.template().evaluate(this);
            resolved.put(name, value);
            return value;
        } finally {
            resolving.remove(name);
        }
    }

    private Optional<Variable> strongest(String name) {
        for (Map<String, Variable> layer : layers) {
            Variable variable = layer.get(name);
            if (variable != null) {
                return Optional.of(variable);
            }
        }
        return Optional.empty();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        layers.forEach(layer -> names.addAll(layer.keySet()));
        return names;
    }

    @Override
    public Outside outside() {
        return outside;
    }
}
