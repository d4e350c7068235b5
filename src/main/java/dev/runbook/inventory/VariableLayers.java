package dev.runbook.inventory;

import dev.runbook.expression.EvaluationContext;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.expression.Variables;
import dev.runbook.yaml.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The variables of one pair, level over level; the strongest level that names a variable decides it. The maps given to it are
 * not copied; it changes only as they do.
 */
public final class VariableLayers {

    /**
     * A variable at one level.
     *
     * @param label in words: the level, with the group's name for a group
     */
    public record Definition(VariableLevel level, String label, Variable variable) {}

    // No record: a record copies its map, and what a pair has registered so far would be copied for each task.
    private static final class Layer {

        private final VariableLevel level;
        private final String label;
        private final Map<String, Variable> variables;

        Layer(VariableLevel level, String where, Map<String, Variable> variables) {
            this.level = level;
            this.label = where;
            this.variables = Collections.unmodifiableMap(variables);
        }
    }

    private final List<Layer> layers;
    private final Map<String, Variable> builtIn;
    private final Position position;

    private VariableLayers(List<Layer> layers, Map<String, Variable> builtIn, Position place) {
        this.layers = List.copyOf(layers);
        this.builtIn = builtIn;
        this.position = place;
    }

    /** What the inventory gives a pair: its own variables, those of its groups, and those for all. */
    public static VariableLayers of(Inventory inventory, Pair pair, Value runId, boolean check) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(VariableLevel.INVENTORY, VariableLevel.INVENTORY.words(), inventory.vars()));
        for (Group group : inventory.groupsOf(pair)) {
            layers.add(new Layer(VariableLevel.GROUP, "vars of group " + group.name(), group.vars()));
        }
        layers.add(new Layer(VariableLevel.PAIR, "vars of pair " + pair.name(), pair.vars()));
        return new VariableLayers(layers, BuiltInVariables.of(pair, runId, check), pair.position());
    }

    /** The position of the pair in the inventory. */
    public Position position() {
        return position;
    }

    /** The same with one more layer; of two at one level the later one is stronger. */
    public VariableLayers with(VariableLevel level, Map<String, Variable> variables) {
        List<Layer> more = new ArrayList<>(layers);
        int above = more.size();
        while (above > 0 && more.get(above - 1).level.compareTo(level) > 0) {
            above--;
        }
        more.add(above, new Layer(level, level.words(), variables));
        return new VariableLayers(more, builtIn, position);
    }

    /** The same with values that are already there, such as those that {@code -e} or {@code register} give. */
    public VariableLayers withValues(VariableLevel level, Map<String, Value> values, Position position) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        values.forEach((name, value) -> variables.put(name, Variable.of(name, value, position)));
        return with(level, variables);
    }

    /** A scope to evaluate in: the strongest definition of each name, resolved when used. For one thread. */
    public Variables scope(EvaluationContext evaluationContext) {
        List<Map<String, Variable>> strongestFirst = new ArrayList<>();
        strongestFirst.add(builtIn);
        for (int at = layers.size() - 1; at >= 0; at--) {
            strongestFirst.add(layers.get(at).variables);
        }
        return Variables.ofLayers(strongestFirst, evaluationContext);
    }

    /** Every definition of a name, the weakest first; the last one wins. */
    public List<Definition> definitions(String name) {
        List<Definition> definitions = new ArrayList<>();
        for (Layer layer : layers) {
            Variable variable = layer.variables.get(name);
            if (variable != null) {
                definitions.add(new Definition(layer.level, layer.label, variable));
            }
        }
        return definitions;
    }

    /** Every name with a value. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(builtIn.keySet());
        layers.forEach(layer -> names.addAll(layer.variables.keySet()));
        return names;
    }
}
