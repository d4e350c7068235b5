package dev.runbook.inventory;

import dev.runbook.expression.Outside;
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
public final class Layers {

    /**
     * A variable at one level.
     *
     * @param where in words: the level, with the group's name for a group
     */
    public record Definition(Level level, String where, Variable variable) {}

    // No record: a record copies its map, and what a pair has registered so far would be copied for each task.
    private static final class Layer {

        private final Level level;
        private final String where;
        private final Map<String, Variable> variables;

        Layer(Level level, String where, Map<String, Variable> variables) {
            this.level = level;
            this.where = where;
            this.variables = Collections.unmodifiableMap(variables);
        }
    }

    private final List<Layer> layers;
    private final Map<String, Variable> builtIn;
    private final Position place;

    private Layers(List<Layer> layers, Map<String, Variable> builtIn, Position place) {
        this.layers = List.copyOf(layers);
        this.builtIn = builtIn;
        this.place = place;
    }

    /** What the inventory gives a pair: its own variables, those of its groups, and those for all. */
    public static Layers of(Inventory inventory, Pair pair, Value runId, boolean check) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer(Level.INVENTORY, Level.INVENTORY.words(), inventory.vars()));
        for (Group group : inventory.groupsOf(pair)) {
            layers.add(new Layer(Level.GROUP, "vars of group " + group.name(), group.vars()));
        }
        layers.add(new Layer(Level.PAIR, "vars of pair " + pair.name(), pair.vars()));
        return new Layers(layers, BuiltIn.of(pair, runId, check), pair.position());
    }

    /** Where the pair stands in the inventory. */
    public Position place() {
        return place;
    }

    /** The same with one more layer; of two at one level the later one is stronger. */
    public Layers with(Level level, Map<String, Variable> variables) {
        List<Layer> more = new ArrayList<>(layers);
        int above = more.size();
        while (above > 0 && more.get(above - 1).level.compareTo(level) > 0) {
            above--;
        }
        more.add(above, new Layer(level, level.words(), variables));
        return new Layers(more, builtIn, place);
    }

    /** The same with values that are already there, such as those that {@code -e} or {@code register} give. */
    public Layers withValues(Level level, Map<String, Value> values, Position position) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        values.forEach((name, value) -> variables.put(name, Variable.of(name, value, position)));
        return with(level, variables);
    }

    /** A scope to evaluate in: the strongest definition of each name, resolved when used. For one thread. */
    public Variables scope(Outside outside) {
        List<Map<String, Variable>> strongestFirst = new ArrayList<>();
        strongestFirst.add(builtIn);
        for (int at = layers.size() - 1; at >= 0; at--) {
            strongestFirst.add(layers.get(at).variables);
        }
        return Variables.layered(strongestFirst, outside);
    }

    /** Every definition of a name, the weakest first; the last one wins. */
    public List<Definition> explain(String name) {
        List<Definition> definitions = new ArrayList<>();
        for (Layer layer : layers) {
            Variable variable = layer.variables.get(name);
            if (variable != null) {
                definitions.add(new Definition(layer.level, layer.where, variable));
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
