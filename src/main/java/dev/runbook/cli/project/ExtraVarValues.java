package dev.runbook.cli.project;

import dev.runbook.expression.EvaluationContext;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.inventory.ExtraVars;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the values of {@code -e}. */
public final class ExtraVarValues {

    private static final Scope NOTHING = new Scope() {
        @Override
        public Value get(String name) {
            return new Value.UndefinedName(name);
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }

        @Override
        public EvaluationContext context() {
            throw new IllegalStateException("a literal looks nothing up");
        }
    };

    private ExtraVarValues() {}

    /**
     * Reads the options. A variable named like a secret is one, as in the environment. An expression is a mistake, because its
     * value could differ between pairs.
     *
     * @param secret whether the value of a name is a secret, regardless of the name
     */
    public static Map<String, Value> read(
            List<String> options, ProjectFileFinder finder, Predicate<String> secret, Problems problems) {
        Map<String, Value> values = new LinkedHashMap<>();
        Map<String, Variable> variables = ExtraVars.read(options, new ReferencedFiles(finder), secret, problems);
        variables.forEach((name, variable) -> {
            if (variable.template().isLiteral()) {
                values.put(name, Value.Secret.classify(name, literalValue(variable)));
            } else {
                problems.add(
                        "expression-in-option",
                        variable.position(),
                        "the value of '" + name + "' is an expression, and -e accepts only values",
                        "write the expression in vars of the runbook or of the inventory");
            }
        });
        return values;
    }

    /** The place of each variable in the options. */
    public static Map<String, Position> places(List<String> options, ProjectFileFinder finder) {
        Map<String, Position> places = new LinkedHashMap<>();
        ExtraVars.read(options, new ReferencedFiles(finder), new Problems())
                .forEach((name, variable) -> places.put(name, variable.position()));
        return places;
    }

    private static Value literalValue(Variable variable) {
        return literalValue(variable.template());
    }

    /** The value of a literal. */
    public static Value literalValue(Template literal) {
        try {
            return literal.evaluate(NOTHING);
        } catch (ExpressionException e) {
            throw new IllegalStateException("a literal needs no variables", e);
        }
    }

    /** The value of typed input: typed as in YAML, or text if that would change the input or make it an expression. */
    public static Value scalar(Node.Scalar written) {
        Problems changed = new Problems();
        Value typed = written.text().contains("{{")
                ? new Value.Text(written.text())
                : Template.parse(written, changed)
                        .map(ExtraVarValues::literalValue)
                        .orElse(new Value.Text(written.text()));
        return changed.isEmpty() ? typed : new Value.Text(written.text());
    }
}
