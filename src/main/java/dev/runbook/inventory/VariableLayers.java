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
 * The variables of one pair in layers; the strongest layer that defines a name decides its value. Maps passed in are
 * not copied, so later changes to them are visible.
 */
public final class VariableLayers {

    /**
     * The definition of a variable at one level.
     *
     * @param label the level as messages name it, with the name of a group
     */
    public record Definition(VariableLevel level, String label, Variable variable) {}

    // Not a record: that would copy its map, and with it all registered values of the pair, for each task.
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

    /** The layers that the inventory defines for a pair: variables for all, those of its groups, and its own. */
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

    /** A copy with one more layer; of two at the same level the later one is stronger. */
    public VariableLayers with(VariableLevel level, Map<String, Variable> variables) {
        List<Layer> more = new ArrayList<>(layers);
        int above = more.size();
        while (above > 0 && more.get(above - 1).level.compareTo(level) > 0) {
            above--;
        }
        more.add(above, new Layer(level, level.words(), variables));
        return new VariableLayers(more, builtIn, position);
    }

    /** A copy with one more layer of fixed values, such as those from {@code -e} or {@code register}. */
    public VariableLayers withValues(VariableLevel level, Map<String, Value> values, Position position) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        values.forEach((name, value) -> variables.put(name, Variable.of(name, value, position)));
        return with(level, variables);
    }

    /** A scope with the strongest definition of each name, resolved on use. Not thread-safe. */
    public Variables scope(EvaluationContext evaluationContext) {
        List<Map<String, Variable>> strongestFirst = new ArrayList<>();
        strongestFirst.add(builtIn);
        for (int at = layers.size() - 1; at >= 0; at--) {
            strongestFirst.add(layers.get(at).variables);
        }
        return Variables.ofLayers(strongestFirst, evaluationContext);
    }

    /** Every definition of a name, weakest first; the last one applies. */
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

    /** Every defined name. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(builtIn.keySet());
        layers.forEach(layer -> names.addAll(layer.variables.keySet()));
        return names;
    }
}
