package dev.runbook.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of a parsed expression. */
interface Term {

    /** The offset in the scalar's text at which to report an error in this term. */
    int offset();

    /** Evaluates the term; {@link Value.UndefinedName} if a name in it is undefined. */
    Value evaluate(Scope scope) throws EvaluationException, ExpressionException;

    /** The terms it consists of. */
    List<Term> children();

    /**
     * Evaluates the term.
     *
     * @throws EvaluationException if it is undefined
     */
    default Value value(Scope scope) throws EvaluationException, ExpressionException {
        Value value = evaluate(scope);
        if (value instanceof Value.UndefinedName undefined) {
            throw EvaluationException.undefined(undefined, offset());
        }
        return value;
    }

    /** A literal value. */
    record Literal(Value value, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) {
            return value;
        }

        @Override
        public List<Term> children() {
            return List.of();
        }
    }

    /** A literal list. */
    record ListOf(List<Term> children, int offset) implements Term {
        public ListOf {
            children = List.copyOf(children);
        }

        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            return new Value.Items(values(children, scope));
        }
    }

    static List<Value> values(List<Term> terms, Scope scope) throws EvaluationException, ExpressionException {
        List<Value> values = new ArrayList<>();
        for (Term term : terms) {
            values.add(term.value(scope));
        }
        return values;
    }

    /** A literal mapping; its children are key, value, key, value. */
    record MapOf(List<Term> children, int offset) implements Term {
        public MapOf {
            children = List.copyOf(children);
        }

        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            Map<String, Value> fields = new LinkedHashMap<>();
            for (int i = 0; i < children.size(); i += 2) {
                Value key = children.get(i).value(scope);
                Value value = children.get(i + 1).value(scope);
                if (key instanceof Value.Unknown) {
                    return key;
                }
                fields.put(TextConversion.key(key), value);
            }
            return new Value.Fields(fields);
        }
    }

    /** {@code not x}. */
    record Not(Term term, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            Value value = term.value(scope);
            return value instanceof Value.Unknown ? value : new Value.Bool(!TextConversion.isTruthy(value));
        }

        @Override
        public List<Term> children() {
            return List.of(term);
        }
    }

    /**
     * {@code a and b}, {@code a or b}: yields the operand that decided; the right side is evaluated only if needed.
     */
    record Logic(boolean and, Term left, Term right, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            Value first = left.value(scope);
            if (first instanceof Value.Unknown) {
                right.value(scope);
                return first;
            }
            return TextConversion.isTruthy(first) == and ? right.value(scope) : first;
        }

        @Override
        public List<Term> children() {
            return List.of(left, right);
        }
    }

    /** {@code a if condition else b}. */
    record Conditional(Term condition, Term then, Optional<Term> otherwise, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            Value chosen = condition.value(scope);
            if (chosen instanceof Value.Unknown) {
                then.value(scope);
                if (otherwise.isPresent()) {
                    otherwise.get().value(scope);
                }
                return chosen;
            }
            if (TextConversion.isTruthy(chosen)) {
                return then.evaluate(scope);
            }
            return otherwise.isPresent()
                    ? otherwise.get().evaluate(scope)
                    : new Value.UndefinedName("the value of 'if' without 'else'", "add 'else' with the other value");
        }

        @Override
        public List<Term> children() {
            List<Term> children = new ArrayList<>(List.of(condition, then));
            otherwise.ifPresent(children::add);
            return children;
        }
    }

    /** {@code + - ~ * / // % **}. */
    record Binary(String sign, Term left, Term right, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            Value first = left.value(scope);
            Value second = right.value(scope);
            try {
                return Arithmetic.apply(sign, first, second);
            } catch (EvaluationException exception) {
                throw exception.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return List.of(left, right);
        }
    }

    /** {@code -x} and {@code +x}. */
    record Unary(boolean minus, Term term, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            try {
                return Arithmetic.apply(minus ? "-" : "+", new Value.Whole(0), term.value(scope));
            } catch (EvaluationException exception) {
                throw exception.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return List.of(term);
        }
    }

    /** {@code a < b <= c}: an operator between neighbours; all comparisons must hold. */
    record ComparisonChain(List<Term> children, List<String> signs, int offset) implements Term {
        public ComparisonChain {
            children = List.copyOf(children);
            signs = List.copyOf(signs);
        }

        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            Value result = new Value.Bool(true);
            Value left = children.get(0).value(scope);
            for (int i = 0; i < signs.size(); i++) {
                Value right = children.get(i + 1).value(scope);
                Value holds;
                try {
                    holds = ValueComparison.apply(signs.get(i), left, right);
                } catch (EvaluationException exception) {
                    throw exception.at(offset);
                }
                if (holds.equals(new Value.Bool(false))) {
                    return holds;
                }
                result = holds instanceof Value.Unknown ? holds : result;
                left = right;
            }
            return result;
        }
    }
}
