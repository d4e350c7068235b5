package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a file, of any shape, whose texts may contain <code>{{ ... }}</code>; parsed once, evaluated against
 * scopes.
 */
public final class Template {

    /** Computes the value of a template in a scope. */
    private interface Body {
        Value evaluate(Scope scope) throws ExpressionException;
    }

    private final Position position;
    private final Optional<Node> node;
    private final boolean literal;
    private final List<Expression> expressions;
    private final Body body;

    private Template(Position position, Optional<Node> node, List<Expression> expressions, Body body) {
        this.position = position;
        this.node = node;
        this.literal = expressions.isEmpty();
        this.expressions = List.copyOf(expressions);
        this.body = body;
    }

    /** Parses a template; empty if an expression in it is invalid. Every error is among the problems. */
    public static Optional<Template> parse(Node node, Problems problems) {
        if (node instanceof Node.Scalar scalar) {
            return scalar(scalar, problems);
        }
        return node instanceof Node.Sequence sequence
                ? list(sequence, problems)
                : mapping((Node.Mapping) node, problems);
    }

    /** The same for a value of type text: a number keeps the characters of the source. */
    public static Optional<Template> text(Node node, Problems problems) {
        return node instanceof Node.Scalar scalar && Literals.isNumber(scalar)
                ? parse(new Node.Scalar(scalar.text(), true, scalar.position()), problems)
                : parse(node, problems);
    }

    /** Parses an expression without braces, as in {@code when}. */
    public static Optional<Template> bareExpression(Node.Scalar scalar, Problems problems) {
        return Expression.parse(scalar, problems)
                .map(expression -> new Template(
                        scalar.position(), Optional.of(scalar), List.of(expression), expression::evaluate));
    }

    /** A template that yields this value in every scope. */
    public static Template constant(Value value, Position position) {
        return new Template(position, Optional.empty(), List.of(), scope -> value);
    }

    /** A template that yields a list of the values of these. */
    public static Template list(List<Template> items, Position position) {
        List<Expression> expressions =
                items.stream().flatMap(item -> item.expressions.stream()).toList();
        return new Template(position, Optional.empty(), expressions, listBody(List.copyOf(items)));
    }

    private static Optional<Template> scalar(Node.Scalar scalar, Problems problems) {
        Literals.checkNumber(scalar, problems);
        List<Object> parts = List.of();
        List<EvaluationException> faults = new ArrayList<>();
        try {
            parts = TemplateParts.of(scalar, faults);
        } catch (EvaluationException exception) {
            faults.add(exception);
        }
        faults.forEach(exception -> problems.add(Expression.problem(scalar, exception)));
        return faults.isEmpty() ? Optional.of(ofScalar(scalar, List.copyOf(parts))) : Optional.empty();
    }

    private static Template ofScalar(Node.Scalar scalar, List<Object> parts) {
        List<Expression> expressions = parts.stream()
                .filter(Expression.class::isInstance)
                .map(Expression.class::cast)
                .toList();
        Body body;
        if (expressions.isEmpty()) {
            Value value = Literals.scalar(scalar);
            body = scope -> value;
        } else if (parts.size() == 1) {
            body = expressions.get(0)::evaluate;
        } else {
            body = scope -> concatenate(scalar, parts, scope);
        }
        return new Template(scalar.position(), Optional.of(scalar), expressions, body);
    }

    private static Value concatenate(Node.Scalar scalar, List<Object> parts, Scope scope) throws ExpressionException {
        Value text = new Value.Text("");
        for (Object part : parts) {
            Value next =
                    part instanceof Expression expression ? expression.evaluate(scope) : new Value.Text((String) part);
            try {
                if (!(next instanceof Value.Unknown)) {
                    TextConversion.of(next);
                }
                text = Arithmetic.apply("~", text, next);
            } catch (EvaluationException exception) {
                int offset = part instanceof Expression expression ? expression.offset() : 0;
                throw new ExpressionException(Expression.problem(scalar, exception.at(offset)));
            }
        }
        return text;
    }

    private static Body listBody(List<Template> items) {
        return scope -> {
            List<Value> values = new ArrayList<>();
            for (Template item : items) {
                values.add(item.evaluate(scope));
            }
            return new Value.Items(values);
        };
    }

    private static Optional<Template> list(Node.Sequence sequence, Problems problems) {
        List<Template> items = new ArrayList<>();
        sequence.items().forEach(item -> parse(item, problems).ifPresent(items::add));
        return items.size() < sequence.items().size()
                ? Optional.empty()
                : Optional.of(compose(sequence, items, listBody(items)));
    }

    private static Optional<Template> mapping(Node.Mapping mapping, Problems problems) {
        Map<String, Template> fields = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            if (entry.key().text().contains("{{")) {
                problems.add(new Problem(
                        "expression-in-key",
                        entry.key().position(),
                        "a key cannot be an expression",
                        "build the mapping in an expression: {{ {name: value} }}"));
            }
            parse(entry.value(), problems)
                    .ifPresent(value -> fields.put(entry.key().text(), value));
        }
        Body body = scope -> {
            Map<String, Value> values = new LinkedHashMap<>();
            for (Map.Entry<String, Template> field : fields.entrySet()) {
                values.put(field.getKey(), field.getValue().evaluate(scope));
            }
            return new Value.Fields(values);
        };
        return fields.size() < mapping.entries().size()
                ? Optional.empty()
                : Optional.of(compose(mapping, List.copyOf(fields.values()), body));
    }

    private static Template compose(Node node, List<Template> parts, Body body) {
        List<Expression> expressions =
                parts.stream().flatMap(part -> part.expressions.stream()).toList();
        return new Template(node.position(), Optional.of(node), expressions, body);
    }

    /**
     * Evaluates to a value that is not {@link Value.UndefinedName} at any depth.
     *
     * @throws ExpressionException if an expression in it fails
     */
    public Value evaluate(Scope scope) throws ExpressionException {
        return body.evaluate(scope);
    }

    /** Whether it contains no expression, so that its value is the same in every scope. */
    public boolean isLiteral() {
        return literal;
    }

    /** The expressions in it, at any depth. */
    List<Expression> expressions() {
        return expressions;
    }

    /** The variables that its expressions use. */
    public List<Reference> references() {
        return expressions.stream()
                .flatMap(expression -> expression.references().stream())
                .toList();
    }

    public Position position() {
        return position;
    }

    /** The node it was parsed from; empty for a constant. */
    public Optional<Node> node() {
        return node;
    }
}
