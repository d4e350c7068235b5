package dev.runbook.engine.task;

import dev.runbook.expression.EvaluationContext;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.inventory.VariableLayers;
import dev.runbook.inventory.VariableLevel;
import dev.runbook.runbook.Play;
import dev.runbook.yaml.Position;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables of one pair during a run: those of the inventory, and those that tasks have set. For one thread. */
public final class PairScopes {

    private final VariableLayers known;
    private final Map<String, Value> prompted;
    private final EvaluationContext evaluationContext;
    private final Map<String, Variable> registered = new LinkedHashMap<>();
    // The scopes of a task are made several times, and those of one play differ in the task's own variables only.
    private final IdentityHashMap<Play, VariableLayers> plays = new IdentityHashMap<>();

    /**
     * The scopes of a pair.
     *
     * @param prompted what a person has answered
     */
    public PairScopes(
            VariableLayers inventory,
            Map<String, Value> commandLine,
            Map<String, Value> prompted,
            EvaluationContext evaluationContext) {
        this.known = inventory
                .with(VariableLevel.REGISTERED, registered)
                .withValues(VariableLevel.COMMAND_LINE, commandLine, inventory.position());
        this.prompted = Map.copyOf(prompted);
        this.evaluationContext = evaluationContext;
    }

    public void register(String name, Value value) {
        registered.put(name, Variable.of(name, value, known.position()));
    }

    /**
     * What a task of a play sees, now and as more is registered.
     *
     * @param vars of the task and of the blocks around it
     * @param inner the item of its loop, the inputs of its file: the innermost, which nothing is stronger than but {@code -e}
     */
    public Scope of(Play play, Map<String, Variable> vars, Map<String, Value> inner, Position position) {
        VariableLayers layers = plays.computeIfAbsent(play, this::inPlay);
        VariableLayers inTask = vars.isEmpty() ? layers : layers.with(VariableLevel.TASK, vars);
        return (inner.isEmpty() ? inTask : inTask.withValues(VariableLevel.REGISTERED, inner, position))
                .scope(evaluationContext);
    }

    private VariableLayers inPlay(Play play) {
        return known.with(VariableLevel.PLAY, play.vars())
                .withValues(VariableLevel.PLAY, promptedValues(play), play.position());
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
