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
 * Evaluates what is written as far as that is possible before anything runs, and reports what cannot work: a field that a
 * value never has, an operation that its values do not allow. Whatever only a run can tell is taken to be right.
 */
public final class Foresight {

    private static final String UNDEFINED = "undefined-variable";
    private static final Position NOWHERE = new Source("built in", "").start();

    /** No field of this moment is 0, so that no calculation with the time fails because of the one that was chosen. */
    private static final Instant SOME_TIME = Instant.parse("2001-02-03T04:05:06Z");

    private static final Outside NOBODY = new Outside(question -> unknown(question.name()), () -> SOME_TIME);

    private final Problems problems;

    public Foresight(Problems problems) {
        this.problems = problems;
    }

    /**
     * The expressions of one place of a file.
     *
     * @param guards conditions without which none of the others is evaluated
     * @param known the variable of a name whose value is certain, its own expressions included; every other name may have any
     *     value
     * @param inRescue whether the names that only a rescue has are known
     */
    public record Written(
            List<Expression> guards,
            List<Expression> conditions,
            List<Template> templates,
            Function<String, Optional<Variable>> known,
            boolean inRescue) {
        public Written {
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

    /** A variable that has a value, but not yet. */
    public static Variable later(String name) {
        return Variable.of(name, unknown(name), NOWHERE);
    }

    /** Reports everything of this place that cannot work. */
    public void check(Written written) {
        Set<String> copes = new HashSet<>();
        written.all().forEach(expression -> copes.addAll(expression.copes()));
        Map<String, Value> samples = Samples.of(written.inRescue());
        Scope shapes = new Variables(variables(samples), NOBODY);
        for (Expression expression : written.all()) {
            expression.chains(samples.keySet()).forEach(chain -> fields(expression, chain, shapes, copes));
        }
        evaluate(
                written,
                Variables.found(name -> Optional.of(written.known().apply(name).orElseGet(() -> later(name))), NOBODY),
                copes);
    }

    private void fields(Expression expression, Term chain, Scope shapes, Set<String> copes) {
        try {
            chain.value(shapes);
        } catch (Fault fault) {
            report(expression.problem(fault), copes);
        } catch (ExpressionException e) {
            report(e.problem(), copes);
        }
    }

    private void evaluate(Written written, Scope scope, Set<String> copes) {
        boolean never = false;
        for (Expression guard : written.guards()) {
            never |= holds(guard, scope, copes).equals(new Value.Bool(false));
        }
        if (never) {
            return;
        }
        written.conditions().forEach(condition -> holds(condition, scope, copes));
        for (Template template : written.templates()) {
            template.expressions().forEach(expression -> value(expression::evaluate, scope, copes));
            value(template::evaluate, scope, copes);
        }
    }

    private Value holds(Expression condition, Scope scope, Set<String> copes) {
        return value(condition::test, scope, copes);
    }

    /** Something with a value. */
    private interface Evaluated {
        Value in(Scope scope) throws ExpressionException;
    }

    private Value value(Evaluated evaluated, Scope scope, Set<String> copes) {
        try {
            return evaluated.in(scope);
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
