package dev.runbook.expression;

import dev.runbook.yaml.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A scope over variables that may name each other; each is resolved at its first use, a circle is an error. For one thread. */
public final class Variables implements Scope {

    private static final int NESTED_MAX = 100;

    private final Map<String, Variable> variables;
    private final Outside outside;
    private final Map<String, Value> resolved = new HashMap<>();
    private final List<String> resolving = new ArrayList<>();

    public Variables(Map<String, Variable> variables, Outside outside) {
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        this.outside = outside;
    }

    @Override
    public Value get(String name) throws ExpressionException {
        Value known = resolved.get(name);
        Variable variable = variables.get(name);
        if (known != null || variable == null) {
            return known != null ? known : new Value.Undefined(name);
        }
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

    @Override
    public Set<String> names() {
        return variables.keySet();
    }

    @Override
    public Outside outside() {
        return outside;
    }
}
