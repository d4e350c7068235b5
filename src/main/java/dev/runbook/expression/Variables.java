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
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A scope over variables that may use each other; each is resolved at its first use, and a cycle is an error. Not
 * thread-safe.
 */
public final class Variables implements Scope {

    private static final int NESTED_MAX = 100;

    private final Supplier<Set<String>> names;
    private final Function<String, Optional<Variable>> strongest;
    private final EvaluationContext evaluationContext;
    private final Map<String, Value> resolved = new HashMap<>();
    private final List<String> resolving = new ArrayList<>();
    private final Map<String, ExpressionException> failures = new HashMap<>();

    public Variables(Map<String, Variable> variables, EvaluationContext evaluationContext) {
        this(List.of(Collections.unmodifiableMap(new LinkedHashMap<>(variables))), evaluationContext);
    }

    private Variables(List<Map<String, Variable>> layers, EvaluationContext evaluationContext) {
        this(() -> names(layers), name -> strongest(name, layers), evaluationContext);
    }

    private Variables(
            Supplier<Set<String>> names,
            Function<String, Optional<Variable>> strongest,
            EvaluationContext evaluationContext) {
        this.names = names;
        this.strongest = strongest;
        this.evaluationContext = evaluationContext;
    }

    /**
     * A scope over layers of variables, the strongest first. The layers must not change: a scope is created per task,
     * so they are not copied.
     */
    public static Variables ofLayers(List<Map<String, Variable>> layers, EvaluationContext evaluationContext) {
        return new Variables(List.copyOf(layers), evaluationContext);
    }

    /** Variables that are looked up on use; their names cannot be listed. */
    static Variables onDemand(Function<String, Optional<Variable>> variables, EvaluationContext evaluationContext) {
        return new Variables(Set::of, variables, evaluationContext);
    }

    @Override
    public Value get(String name) throws ExpressionException {
        Value known = resolved.get(name);
        Optional<Variable> strongest = known == null ? this.strongest.apply(name) : Optional.empty();
        if (strongest.isEmpty()) {
            return known != null ? known : new Value.UndefinedName(name);
        }
        ExpressionException endless = failures.get(name);
        if (endless != null) {
            throw endless;
        }
        Variable variable = strongest.get();
        if (resolving.contains(name)) {
            List<String> circle = new ArrayList<>(resolving.subList(resolving.indexOf(name), resolving.size()));
            circle.add(name);
            throw failResolving(new Problem(
                    "variable-circle",
                    variable.position(),
                    "'" + name + "' depends on itself: " + String.join(" -> ", circle),
                    "set one of them to a value that does not use the others"));
        }
        if (resolving.size() == NESTED_MAX) {
            throw failResolving(new Problem(
                    "variable-chain",
                    variable.position(),
                    "'" + name + "' is the end of a chain of more than " + NESTED_MAX + " variables",
                    "set one of them to a value that does not use the others"));
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

    /** Records the failure for every variable that is being resolved, so that later uses fail in the same way. */
    private ExpressionException failResolving(Problem problem) {
        ExpressionException failure = new ExpressionException(problem);
        resolving.forEach(name -> failures.put(name, failure));
        return failure;
    }

    private static Optional<Variable> strongest(String name, List<Map<String, Variable>> layers) {
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
        return names.get();
    }

    private static Set<String> names(List<Map<String, Variable>> layers) {
        Set<String> names = new LinkedHashSet<>();
        layers.forEach(layer -> names.addAll(layer.keySet()));
        return names;
    }

    @Override
    public EvaluationContext context() {
        return evaluationContext;
    }
}
