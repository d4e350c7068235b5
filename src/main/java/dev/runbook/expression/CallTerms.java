package dev.runbook.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of an expression that call an operation: filters, tests, methods and functions. */
final class CallTerms {

    private CallTerms() {}

    /** Arguments as written. */
    record CallArguments(List<Term> positional, Map<String, Term> named) {
        static final CallArguments NONE = new CallArguments(List.of(), Map.of());

        CallArguments {
            positional = List.copyOf(positional);
            named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        }

        List<Term> all() {
            List<Term> all = new ArrayList<>(positional);
            all.addAll(named.values());
            return all;
        }

        Value apply(Operation operation, Value input, Scope scope) throws EvaluationException, ExpressionException {
            boolean raw = operation.mode() == Operation.Mode.RAW;
            List<Value> values = new ArrayList<>();
            for (Term term : positional) {
                values.add(raw ? term.evaluate(scope) : term.value(scope));
            }
            Map<String, Value> byName = new LinkedHashMap<>();
            for (Map.Entry<String, Term> entry : named.entrySet()) {
                byName.put(
                        entry.getKey(),
                        raw
                                ? entry.getValue().evaluate(scope)
                                : entry.getValue().value(scope));
            }
            return operation.apply(input, values, byName, scope);
        }
    }

    /** {@code x | filter(...)}. */
    record FilterCall(Term input, Operation operation, CallArguments arguments, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            boolean raw = operation.mode() == Operation.Mode.RAW;
            Value value = raw ? input.evaluate(scope) : input.value(scope);
            try {
                return arguments.apply(operation, value, scope);
            } catch (EvaluationException exception) {
                throw exception.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return childrenOf(input, arguments);
        }
    }

    /** {@code x is test(...)}. */
    record TestCall(Term input, Operation operation, CallArguments arguments, boolean negated, int offset)
            implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            boolean raw = operation.mode() == Operation.Mode.RAW;
            Value value = raw ? input.evaluate(scope) : input.value(scope);
            try {
                Value holds = arguments.apply(operation, value, scope);
                return negated && holds instanceof Value.Bool bool ? new Value.Bool(!bool.isTrue()) : holds;
            } catch (EvaluationException exception) {
                throw exception.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return childrenOf(input, arguments);
        }
    }

    /** {@code x.method(...)}. */
    record MethodCall(Term input, String name, CallArguments arguments, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            Value value = input.value(scope);
            if (value instanceof Value.Unknown) {
                Term.values(arguments.all(), scope);
                return value;
            }
            try {
                return arguments.apply(Methods.find(value, name), value, scope);
            } catch (EvaluationException exception) {
                throw exception.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return childrenOf(input, arguments);
        }
    }

    /** {@code name(...)}. */
    record FunctionCall(Operation operation, CallArguments arguments, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            try {
                return arguments.apply(operation, new Value.Null(), scope);
            } catch (EvaluationException exception) {
                throw exception.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return arguments.all();
        }
    }

    private static List<Term> childrenOf(Term input, CallArguments arguments) {
        List<Term> children = new ArrayList<>(List.of(input));
        children.addAll(arguments.all());
        return children;
    }
}
