package dev.runbook.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of an expression that call something: filters, tests, methods and functions. */
final class Applied {

    private Applied() {}

    /** Arguments as written. */
    record Arguments(List<Term> positional, Map<String, Term> named) {
        static final Arguments NONE = new Arguments(List.of(), Map.of());

        Arguments {
            positional = List.copyOf(positional);
            named = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(named));
        }

        List<Term> all() {
            List<Term> all = new ArrayList<>(positional);
            all.addAll(named.values());
            return all;
        }

        Value apply(Operation operation, Value input, Scope scope) throws Fault, ExpressionException {
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
    record Filter(Term input, Operation operation, Arguments arguments, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws Fault, ExpressionException {
            boolean raw = operation.mode() == Operation.Mode.RAW;
            Value value = raw ? input.evaluate(scope) : input.value(scope);
            try {
                return arguments.apply(operation, value, scope);
            } catch (Fault fault) {
                throw fault.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return with(input, arguments);
        }
    }

    /** {@code x is test(...)}. */
    record Test(Term input, Operation operation, Arguments arguments, boolean negated, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws Fault, ExpressionException {
            boolean raw = operation.mode() == Operation.Mode.RAW;
            Value value = raw ? input.evaluate(scope) : input.value(scope);
            try {
                Value holds = arguments.apply(operation, value, scope);
                return negated && holds instanceof Value.Bool bool ? new Value.Bool(!bool.truth()) : holds;
            } catch (Fault fault) {
                throw fault.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return with(input, arguments);
        }
    }

    /** {@code x.method(...)}. */
    record Method(Term input, String name, Arguments arguments, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws Fault, ExpressionException {
            Value value = input.value(scope);
            if (value instanceof Value.Unknown) {
                Term.values(arguments.all(), scope);
                return value;
            }
            try {
                return arguments.apply(Methods.find(value, name), value, scope);
            } catch (Fault fault) {
                throw fault.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return with(input, arguments);
        }
    }

    /** {@code name(...)}. */
    record Function(Operation operation, Arguments arguments, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws Fault, ExpressionException {
            try {
                return arguments.apply(operation, new Value.Null(), scope);
            } catch (Fault fault) {
                throw fault.at(offset);
            }
        }

        @Override
        public List<Term> children() {
            return arguments.all();
        }
    }

    private static List<Term> with(Term input, Arguments arguments) {
        List<Term> children = new ArrayList<>(List.of(input));
        children.addAll(arguments.all());
        return children;
    }
}
