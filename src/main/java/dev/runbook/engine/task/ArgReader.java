package dev.runbook.engine.task;

import dev.runbook.engine.TaskFailure;
import dev.runbook.expression.Expression;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Module;
import dev.runbook.modules.ParamSpec;
import dev.runbook.runbook.Task;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.TimeSpan;
import dev.runbook.yaml.ValueType;
import dev.runbook.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates the arguments of a task and holds them against what its module asks for; every mistake is reported. */
final class ArgReader {

    private final Task task;
    private final Module module;
    private final Scope scope;
    private final Problems problems = new Problems();
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Position> positions = new HashMap<>();
    private final Map<String, List<Args.Condition>> conditions = new LinkedHashMap<>();

    private ArgReader(Task task, Module module, Scope scope) {
        this.task = task;
        this.module = module;
        this.scope = scope;
    }

    static ResolvedArgs read(Task task, Module module, Scope scope) throws TaskFailure {
        return new ArgReader(task, module, scope).read();
    }

    private ResolvedArgs read() throws TaskFailure {
        task.arguments().forEach(this::evaluate);
        task.conditions().forEach(this::test);
        for (ParamSpec spec : module.params()) {
            fallBack(spec);
            Optional<Template> written = Optional.ofNullable(task.arguments().get(spec.name()));
            Optional.ofNullable(values.get(spec.name()))
                    .ifPresent(value -> values.put(spec.name(), convert(spec, value, written)));
        }
        if (!problems.isEmpty()) {
            throw TaskFailure.of(problems.toSortedList());
        }
        List<String> given = new ArrayList<>(task.arguments().keySet());
        Map<String, Node> nodes = new HashMap<>();
        task.arguments().forEach((name, template) -> template.node().ifPresent(node -> nodes.put(name, node)));
        return new ResolvedArgs(task.module().position(), values, given, positions, nodes, conditions);
    }

    private void evaluate(String name, Template template) {
        positions.put(name, template.position());
        try {
            values.put(name, template.evaluate(scope));
        } catch (ExpressionException e) {
            problems.add(e.problem());
        }
    }

    private void test(String name, List<Expression> expressions) {
        List<Args.Condition> outcomes = new ArrayList<>();
        for (Expression expression : expressions) {
            positions.putIfAbsent(name, expression.position());
            try {
                outcomes.add(new Args.Condition(expression.toString(), expression.test(scope), expression.position()));
            } catch (ExpressionException e) {
                problems.add(e.problem());
            }
        }
        conditions.put(name, outcomes);
    }

    private void fallBack(ParamSpec spec) {
        boolean given =
                task.arguments().containsKey(spec.name()) || task.conditions().containsKey(spec.name());
        if (given || spec.defaultValue().isEmpty()) {
            return;
        }
        String place = "default of '" + spec.name() + "' of " + module.name();
        Yaml.read(new Source(place, spec.defaultValue().get()), problems)
                .flatMap(node -> Template.parse(node, problems))
                .ifPresent(template -> evaluate(spec.name(), template));
    }

    private Value convert(ParamSpec spec, Value value, Optional<Template> written) {
        if (value instanceof Value.Unknown) {
            return value;
        }
        Value typed = spec.type() == ValueType.TEXT ? text(value, written) : value;
        if (!fits(spec.type(), typed)) {
            problem(
                    "wrong-type",
                    spec,
                    "'" + spec.name() + "' must be " + spec.type().words() + ", not " + value.kind(),
                    "");
        } else if (!spec.choices().isEmpty()
                && !(value instanceof Value.Secret)
                && !spec.choices().contains(typed.show())) {
            problem(
                    "wrong-value",
                    spec,
                    "'" + spec.name() + "' cannot be '" + typed.show() + "'",
                    Nearest.hint(typed.show(), spec.choices(), "write one of: " + String.join(", ", spec.choices())));
        }
        return typed;
    }

    /** A scalar keeps the characters it was written with: {@code 3.10} is no {@code 3.1}. */
    private static Value text(Value value, Optional<Template> written) {
        Optional<Node> literal = written.filter(Template::isLiteral).flatMap(Template::node);
        if (literal.isPresent() && literal.get() instanceof Node.Scalar scalar) {
            return new Value.Text(scalar.text());
        }
        boolean plain = value instanceof Value.Whole || value instanceof Value.Decimal || value instanceof Value.Bool;
        return plain ? new Value.Text(value.show()) : value;
    }

    /** Whether a value is of a type. */
    static boolean fits(ValueType type, Value value) {
        boolean text = value instanceof Value.Text || value instanceof Value.Secret;
        return switch (type) {
            case TEXT -> text;
            case BOOLEAN -> value instanceof Value.Bool;
            case WHOLE -> value instanceof Value.Whole;
            case DURATION -> TimeSpan.parse(value.show()).isPresent();
            case LIST -> value instanceof Value.Items;
            case MAPPING -> value instanceof Value.Fields;
            case ANY, CONDITION, EXPRESSION -> true;
        };
    }

    private void problem(String code, ParamSpec spec, String summary, String hint) {
        Position position = positions.getOrDefault(spec.name(), task.module().position());
        problems.add(new Problem(code, position, summary, hint));
    }
}
