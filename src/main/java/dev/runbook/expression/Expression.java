package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An expression, parsed once and evaluated any number of times; {@code when} and {@code that} hold it without braces.
 */
public final class Expression {

    private final Node.Scalar scalar;
    private final Term term;

    private Expression(Node.Scalar written, Term term) {
        this.scalar = written;
        this.term = term;
    }

    /** Parses an expression without braces; empty if it is invalid, which is then among the problems. */
    public static Optional<Expression> parse(Node.Scalar written, Problems problems) {
        String text = written.text();
        try {
            if (text.contains("{%")) {
                throw statementProblem(text);
            }
            if (text.strip().startsWith("{{")) {
                throw EvaluationException.syntax(
                        "a condition is written without braces", "remove {{ and }}", text.indexOf("{{"));
            }
            return Optional.of(new Expression(written, new Parser(Lexer.tokens(text, 0, false)).parse()));
        } catch (EvaluationException exception) {
            problems.add(problem(written, exception));
            return Optional.empty();
        }
    }

    /** Parses the expression in these tokens, which exclude the braces around it. */
    static Expression parseTokens(Node.Scalar written, List<Token> tokens) throws EvaluationException {
        return new Expression(written, new Parser(tokens).parse());
    }

    static EvaluationException statementProblem(String text) {
        return EvaluationException.syntax(
                "{% ... %} statements are not supported",
                "use {{ a if b else c }}, a filter, 'when' or 'loop'", text.indexOf("{%"));
    }

    static Problem problem(Node.Scalar written, EvaluationException exception) {
        Position position = Offsets.locate(written, exception.offset());
        return new Problem(exception.code(), position, exception.message(), exception.hint());
    }

    /**
     * Evaluates to a value that is never {@link Value.UndefinedName}.
     *
     * @throws ExpressionException if a name is undefined, or an operation does not accept its values
     */
    public Value evaluate(Scope scope) throws ExpressionException {
        try {
            return term.value(scope);
        } catch (EvaluationException exception) {
            throw new ExpressionException(problem(scalar, exception));
        }
    }

    /**
     * Evaluates a condition to {@link Value.Bool} or {@link Value.Unknown}.
     *
     * @throws ExpressionException if it fails or yields any other value, text included
     */
    public Value test(Scope scope) throws ExpressionException {
        Value value = evaluate(scope);
        if (value instanceof Value.Bool || value instanceof Value.Unknown) {
            return value;
        }
        throw new ExpressionException(new Problem(
                "condition-not-boolean",
                Offsets.locate(scalar, 0),
                "a condition must be true or false, not " + value.kind(),
                "compare it, test it with 'is truthy', or convert it with '| bool'"));
    }

    /** The variables it uses, each once; optional if it handles an undefined value anywhere. */
    public List<Reference> references() {
        List<PathTerms.VariableName> names = new ArrayList<>();
        Set<String> optional = new HashSet<>();
        collect(term, names, optional);
        List<Reference> references = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (PathTerms.VariableName name : names) {
            if (seen.add(name.name())) {
                references.add(new Reference(name.name(), optional.contains(name.name()), scalar, name.offset()));
            }
        }
        return references;
    }

    private static void collect(Term term, List<PathTerms.VariableName> names, Set<String> optional) {
        if (term instanceof PathTerms.VariableName name) {
            names.add(name);
        }
        if (allowsUndefined(term)) {
            root(term.children().get(0)).ifPresent(optional::add);
        }
        term.children().forEach(child -> collect(child, names, optional));
    }

    private static boolean allowsUndefined(Term term) {
        return (term instanceof CallTerms.FilterCall filter
                        && filter.operation().name().matches("default|d"))
                || (term instanceof CallTerms.TestCall test
                        && test.operation().name().endsWith("defined"));
    }

    /** The longest field accesses in it, such as {@code pair.target.instance}, that start at one of these names. */
    List<Term> chains(Set<String> roots) {
        List<Term> chains = new ArrayList<>();
        chains(term, roots, chains);
        return chains;
    }

    private static void chains(Term term, Set<String> roots, List<Term> chains) {
        if (isChain(term) && root(term).filter(roots::contains).isPresent()) {
            chains.add(term);
        } else {
            term.children().forEach(child -> chains(child, roots, chains));
        }
    }

    private static boolean isChain(Term term) {
        return term instanceof PathTerms.VariableName
                || (term instanceof PathTerms.Attribute attribute && isChain(attribute.base()))
                || (term instanceof PathTerms.Subscript subscript
                        && isChain(subscript.base())
                        && subscript.key() instanceof Term.Literal literal
                        && literal.value() instanceof Value.Text);
    }

    /** The paths, such as {@code target.port}, that it allows to be undefined. */
    Set<String> optionalPaths() {
        Set<String> paths = new HashSet<>();
        optionalPaths(term, paths);
        return paths;
    }

    private static void optionalPaths(Term term, Set<String> paths) {
        if (allowsUndefined(term)) {
            paths.add(PathTerms.path(term.children().get(0)));
        }
        if (term instanceof Term.ComparisonChain comparison
                && comparison.signs().get(0).endsWith("in")
                && comparison.children().get(0) instanceof Term.Literal literal) {
            paths.add(PathTerms.path(comparison.children().get(1)) + "."
                    + literal.value().show());
        }
        term.children().forEach(child -> optionalPaths(child, paths));
    }

    /** The problem for an error in a part of it, with its position. */
    Problem problem(EvaluationException exception) {
        return problem(scalar, exception);
    }

    private static Optional<String> root(Term term) {
        if (term instanceof PathTerms.VariableName name) {
            return Optional.of(name.name());
        }
        boolean step = term instanceof PathTerms.Attribute || term instanceof PathTerms.Subscript;
        return step ? root(term.children().get(0)) : Optional.empty();
    }

    /** The offset in the scalar at which to report an error about its whole value. */
    int offset() {
        return term.offset();
    }

    /** The scalar that contains it. */
    public Node.Scalar scalar() {
        return scalar;
    }

    public Position position() {
        return scalar.position();
    }

    @Override
    public String toString() {
        return scalar.text();
    }
}
