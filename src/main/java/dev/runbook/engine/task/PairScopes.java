package dev.runbook.engine.task;

import dev.runbook.expression.Outside;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.inventory.Layers;
import dev.runbook.inventory.Level;
import dev.runbook.runbook.Play;
import dev.runbook.yaml.Position;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of one pair as its chain goes on: what the inventory gives, and what tasks have set. For one thread. */
public final class PairScopes {

    private final Layers known;
    private final Map<String, Value> prompted;
    private final Outside outside;
    private final Map<String, Variable> registered = new LinkedHashMap<>();
    // The scopes of a task are made several times, and those of one play differ in the task's own variables only.
    private final IdentityHashMap<Play, Layers> plays = new IdentityHashMap<>();

    /**
     * The scopes of a pair.
     *
     * @param prompted what a person has answered
     */
    public PairScopes(Layers inventory, Map<String, Value> commandLine, Map<String, Value> prompted, Outside outside) {
        this.known = inventory
                .with(Level.REGISTERED, registered)
                .withValues(Level.COMMAND_LINE, commandLine, inventory.place());
        this.prompted = Map.copyOf(prompted);
        this.outside = outside;
    }

    public void register(String name, Value value) {
        registered.put(name, Variable.of(name, value, known.place()));
    }

    /**
     * What a task of a play sees, now and as more is registered.
     *
     * @param vars of the task and of the blocks around it
     * @param inner the item of its loop, the inputs of its file: the innermost, which nothing is stronger than but {@code -e}
     */
    public Scope of(Play play, Map<String, Variable> vars, Map<String, Value> inner, Position position) {
        Layers layers = plays.computeIfAbsent(play, this::inPlay);
        Layers inTask = vars.isEmpty() ? layers : layers.with(Level.TASK, vars);
        return (inner.isEmpty() ? inTask : inTask.withValues(Level.REGISTERED, inner, position)).scope(outside);
    }

    private Layers inPlay(Play play) {
        return known.with(Level.PLAY, play.vars()).withValues(Level.PLAY, promptedValues(play), play.position());
    }

    private Map<String, Value> promptedValues(Play play) {
        Map<String, Value> answers = new LinkedHashMap<>();
        play.prompts().stream()
                .map(Play.Prompt::name)
                .filter(prompted::containsKey)
                .forEach(name -> answers.put(name, prompted.get(name)));
        return answers;
    }
}
