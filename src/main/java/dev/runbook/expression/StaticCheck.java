package dev.runbook.expression;

import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Evaluates expressions before the run, as far as possible, and reports those that must fail: a field that a value
 * never has, an operation that does not accept its values. Everything known only when run is accepted.
 */
public final class StaticCheck {

    private static final String UNDEFINED = "undefined-variable";
    private static final Position NOWHERE = new Source("built in", "").start();

    /** No field of this time is 0, so that no calculation fails only because of the chosen time. */
    private static final Instant SOME_TIME = Instant.parse("2001-02-03T04:05:06Z");

    private static final EvaluationContext NO_LOOKUPS =
            new EvaluationContext(request -> unknown(request.name()), () -> SOME_TIME);

    private final Problems problems;

    public StaticCheck(Problems problems) {
        this.problems = problems;
    }

    /**
     * The expressions at one place of a file.
     *
     * @param guards conditions without which none of the others is evaluated
     * @param knownVariables the variable of a name whose value is certain, its own expressions included; every other
     *     name may have any value
     * @param inRescue whether the names that exist only in a rescue are defined
     */
    public record ExpressionGroup(
            List<Expression> guards,
            List<Expression> conditions,
            List<Template> templates,
            Function<String, Optional<Variable>> knownVariables,
            boolean inRescue) {
        public ExpressionGroup {
            guards = List.copyOf(guards);
            conditions = List.copyOf(conditions);
            templates = List.copyOf(templates);
        }

        private List<Expression> all() {
            Stream<Expression> inTemplates = templates.stream().flatMap(template -> template.expressions().stream());
            return Stream.of(guards.stream(), conditions.stream(), inTemplates)
                    .flatMap(expressions -> expressions)
                    .toList();
        }
    }

    /** A variable whose value is known only when run. */
    public static Variable unknownVariable(String name) {
        return Variable.of(name, unknown(name), NOWHERE);
    }

    /** Reports every expression of the group that must fail. */
    public void check(ExpressionGroup group) {
        Set<String> copes = new HashSet<>();
        group.all().forEach(expression -> copes.addAll(expression.optionalPaths()));
        Map<String, Value> samples = SampleValues.of(group.inRescue());
        Scope shapes = new Variables(variables(samples), NO_LOOKUPS);
        for (Expression expression : group.all()) {
            expression.chains(samples.keySet()).forEach(chain -> checkFields(expression, chain, shapes, copes));
        }
        evaluate(
                group,
                Variables.onDemand(
                        name -> Optional.of(group.knownVariables().apply(name).orElseGet(() -> unknownVariable(name))),
                        NO_LOOKUPS),
                copes);
    }

    private void checkFields(Expression expression, Term chain, Scope shapes, Set<String> copes) {
        try {
            chain.value(shapes);
        } catch (EvaluationException exception) {
            report(expression.problem(exception), copes);
        } catch (ExpressionException e) {
            report(e.problem(), copes);
        }
    }

    private void evaluate(ExpressionGroup group, Scope scope, Set<String> copes) {
        boolean never = false;
        for (Expression guard : group.guards()) {
            never |= testCondition(guard, scope, copes).equals(new Value.Bool(false));
        }
        if (never) {
            return;
        }
        group.conditions().forEach(condition -> testCondition(condition, scope, copes));
        for (Template template : group.templates()) {
            template.expressions().forEach(expression -> value(expression::evaluate, scope, copes));
            value(template::evaluate, scope, copes);
        }
    }

    private Value testCondition(Expression condition, Scope scope, Set<String> copes) {
        return value(condition::test, scope, copes);
    }

    /** An evaluation that may fail. */
    private interface Evaluation {
        Value in(Scope scope) throws ExpressionException;
    }

    private Value value(Evaluation evaluation, Scope scope, Set<String> copes) {
        try {
            return evaluation.in(scope);
        } catch (ExpressionException e) {
            report(e.problem(), copes);
            return unknown("");
        }
    }

    private void report(Problem problem, Set<String> copes) {
        boolean absent = problem.code().equals(UNDEFINED);
        if (!absent || copes.stream().noneMatch(path -> problem.summary().equals("'" + path + "' is undefined"))) {
            problems.add(problem);
        }
    }

    private static Map<String, Variable> variables(Map<String, Value> values) {
        Map<String, Variable> variables = new LinkedHashMap<>();
        values.forEach((name, value) -> variables.put(name, Variable.of(name, value, NOWHERE)));
        return variables;
    }

    private static Value unknown(String what) {
        return new Value.Unknown(what);
    }
}
