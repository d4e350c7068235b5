package dev.runbook.cli.help;

import dev.runbook.engine.Modules;
import dev.runbook.expression.EvaluationContext;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.inventory.VariableLayers;
import dev.runbook.inventory.VariableLevel;
import dev.runbook.modules.Module;
import dev.runbook.runbook.Include;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists where a variable of a pair, or an argument {@code module.argument}, gets its value, by level, the weakest first. */
public final class VariableExplanation {

    private final String name;
    private final VariableLayers layers;
    private final List<Play> plays;
    private final EvaluationContext evaluationContext;
    private final List<LevelValue> values = new ArrayList<>();

    private VariableExplanation(
            String name, VariableLayers layers, List<Play> plays, EvaluationContext evaluationContext) {
        this.name = name;
        this.layers = layers;
        this.plays = List.copyOf(plays);
        this.evaluationContext = evaluationContext;
    }

    /** The part of a run for which a value is defined. */
    enum ValueExtent {
        WHOLE_RUN("wins"),
        ONE_PART("wins in it"),
        REST_OF_RUN("wins from then on");

        private final String words;

        ValueExtent(String words) {
            this.words = words;
        }
    }

    /**
     * The value that one level gives.
     *
     * @param where what gives it, in words: a level, a group, a play, a task
     */
    record LevelValue(VariableLevel level, String where, String value, Position place, ValueExtent extent) {}

    /** What gives a value, and for which part of a run. */
    private record ValueOrigin(VariableLevel level, String where, ValueExtent extent) {}

    /** A value and its fate: it wins, everywhere or in a part of the run, or a stronger one hides it. */
    public record RankedValue(LevelValue levelValue, String status) {}

    /** Everything that gives the name a value; {@code plays} are those of the pair, none if no runbook is named. */
    public static List<RankedValue> of(
            String name, VariableLayers layers, List<Play> plays, EvaluationContext evaluationContext) {
        VariableExplanation explanation = new VariableExplanation(name, layers, plays, evaluationContext);
        if (name.contains(".")) {
            explanation.addArgumentValues();
        } else {
            explanation.variable();
        }
        return explanation.rank();
    }

    private void variable() {
        for (VariableLayers.Definition definition : layers.definitions(name)) {
            values.add(new LevelValue(
                    definition.level(),
                    definition.label(),
                    value(definition.variable().template(), layers),
                    definition.variable().position(),
                    ValueExtent.WHOLE_RUN));
        }
        for (Play play : plays) {
            ValueExtent extent = plays.size() == 1 ? ValueExtent.WHOLE_RUN : ValueExtent.ONE_PART;
            String where = "vars of play " + play.name();
            Optional.ofNullable(play.vars().get(name))
                    .ifPresent(variable ->
                            add(new ValueOrigin(VariableLevel.PLAY, where, extent), variable, playScope(play)));
            play.prompts().stream()
                    .filter(prompt -> prompt.name().equals(name))
                    .forEach(prompt ->
                            addUnknown(VariableLevel.PLAY, "asked by play " + play.name(), prompt.position(), extent));
            tasks(play).forEach(task -> addTaskValues(play, task));
            play.includes().forEach(include -> addIncludeValues(play, include));
        }
    }

    private void addTaskValues(Play play, Task task) {
        VariableLayers inside = playScope(play).with(VariableLevel.TASK, task.vars());
        Optional.ofNullable(task.vars().get(name))
                .ifPresent(variable -> add(
                        new ValueOrigin(VariableLevel.TASK, "vars of task " + task.id(), ValueExtent.ONE_PART),
                        variable,
                        inside));
        task.loop()
                .filter(loop -> loop.variable().equals(name)
                        || loop.index().filter(name::equals).isPresent())
                .ifPresent(loop -> addUnknown(
                        VariableLevel.REGISTERED,
                        "loop of task " + task.id(),
                        loop.items().position(),
                        ValueExtent.ONE_PART));
        if (setsVariables(task)) {
            Optional.ofNullable(task.arguments().get(name))
                    .ifPresent(template -> add(
                            new ValueOrigin(
                                    VariableLevel.REGISTERED, "set by task " + task.id(), ValueExtent.REST_OF_RUN),
                            variable(template),
                            inside));
        }
        task.register()
                .filter(name::equals)
                .ifPresent(register -> addUnknown(
                        VariableLevel.REGISTERED,
                        "registered by task " + task.id(),
                        task.position(),
                        ValueExtent.REST_OF_RUN));
    }

    private void addIncludeValues(Play play, Include include) {
        Optional.ofNullable(include.inputs().get(name))
                .ifPresent(input -> add(
                        new ValueOrigin(
                                VariableLevel.REGISTERED, "input of include " + include.id(), ValueExtent.ONE_PART),
                        variable(input.value()),
                        playScope(play)));
    }

    /** Adds the values that {@code module_defaults} and tasks give an argument. */
    private void addArgumentValues() {
        String module = name.substring(0, name.indexOf('.'));
        String argument = name.substring(name.indexOf('.') + 1);
        for (Play play : plays) {
            Optional<Node> usual =
                    Optional.ofNullable(play.moduleDefaults().get(module)).flatMap(mapping -> mapping.get(argument));
            usual.flatMap(node -> Template.parse(node, new Problems()))
                    .ifPresent(template -> add(
                            new ValueOrigin(
                                    VariableLevel.MODULE_DEFAULTS,
                                    "module_defaults of play " + play.name(),
                                    plays.size() == 1 ? ValueExtent.WHOLE_RUN : ValueExtent.ONE_PART),
                            variable(template),
                            playScope(play)));
            tasks(play)
                    .filter(task -> task.module().text().equals(module))
                    .forEach(task -> Optional.ofNullable(task.arguments().get(argument))
                            .filter(template -> usual.map(Node::position)
                                    .filter(template.position()::equals)
                                    .isEmpty())
                            .ifPresent(template -> addTaskArgument(play, task, template)));
        }
    }

    private void addTaskArgument(Play play, Task task, Template template) {
        String argument = name.substring(name.indexOf('.') + 1);
        boolean own = Yaml.read(task.position().source(), new Problems())
                .flatMap(file -> findMapping(task.position(), file))
                .flatMap(written -> written.get(task.module().text()))
                .filter(Node.Mapping.class::isInstance)
                .flatMap(arguments -> ((Node.Mapping) arguments).get(argument))
                .filter(node -> node.position().equals(template.position()))
                .isPresent();
        add(
                new ValueOrigin(
                        own ? VariableLevel.TASK : VariableLevel.MODULE_DEFAULTS,
                        (own ? "argument of task " : "module_defaults of a block, for task ") + task.id(),
                        ValueExtent.ONE_PART),
                variable(template),
                playScope(play).with(VariableLevel.TASK, task.vars()));
    }

    /** The mapping that starts at a place, at any depth. */
    private static Optional<Node.Mapping> findMapping(Position place, Node node) {
        if (node instanceof Node.Mapping mapping) {
            return mapping.position().equals(place)
                    ? Optional.of(mapping)
                    : mapping.entries().stream()
                            .flatMap(entry -> findMapping(place, entry.value()).stream())
                            .findFirst();
        }
        return node instanceof Node.Sequence sequence
                ? sequence.items().stream()
                        .flatMap(item -> findMapping(place, item).stream())
                        .findFirst()
                : Optional.empty();
    }

    private Variable variable(Template template) {
        return new Variable(name, template, template.position());
    }

    private void add(ValueOrigin origin, Variable variable, VariableLayers scope) {
        values.add(new LevelValue(
                origin.level(),
                origin.where(),
                value(variable.template(), scope),
                variable.position(),
                origin.extent()));
    }

    private void addUnknown(VariableLevel level, String where, Position place, ValueExtent extent) {
        values.add(new LevelValue(level, where, new Value.Unknown(where).show(), place, extent));
    }

    private static boolean setsVariables(Task task) {
        return Modules.discover()
                .module(task.module().text())
                .filter(Module::setsVariables)
                .isPresent();
    }

    /** The scope of the expressions of a play; values that its tasks set are unknown. */
    private VariableLayers playScope(Play play) {
        Map<String, Value> later = new LinkedHashMap<>();
        tasks(play).forEach(task -> {
            task.register().ifPresent(register -> later.put(register, new Value.Unknown(register)));
            task.loop().ifPresent(loop -> {
                later.put(loop.variable(), new Value.Unknown(loop.variable()));
                loop.index().ifPresent(index -> later.put(index, new Value.Unknown(index)));
            });
            if (setsVariables(task)) {
                task.arguments().keySet().forEach(each -> later.put(each, new Value.Unknown(each)));
            }
        });
        play.includes()
                .forEach(include ->
                        include.inputs().keySet().forEach(input -> later.put(input, new Value.Unknown(input))));
        play.prompts().forEach(prompt -> later.put(prompt.name(), new Value.Unknown(prompt.name())));
        return layers.with(VariableLevel.PLAY, play.vars())
                .withValues(VariableLevel.MODULE_DEFAULTS, later, play.position());
    }

    private static Stream<Task> tasks(Play play) {
        return Stream.concat(play.tasks().stream(), play.handlers().stream());
    }

    private String value(Template template, VariableLayers scope) {
        try {
            return template.evaluate(scope.scope(evaluationContext)).show();
        } catch (ExpressionException e) {
            return "cannot be evaluated here: " + e.problem().summary();
        }
    }

    /** In the order of the levels. The strongest run-wide value wins, and stronger ones win in their own part of the run. */
    private List<RankedValue> rank() {
        values.sort((one, other) -> one.level().compareTo(other.level()));
        int strongest = -1;
        for (int i = 0; i < values.size(); i++) {
            strongest = values.get(i).extent() == ValueExtent.WHOLE_RUN ? i : strongest;
        }
        List<RankedValue> ranked = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ranked.add(new RankedValue(
                    values.get(i), i < strongest ? "hidden" : values.get(i).extent().words));
        }
        return ranked;
    }
}
