package dev.runbook.expression;

import dev.runbook.yaml.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of an expression that name a value: variables, attributes, indexes and slices. */
final class PathTerms {

    private PathTerms() {}

    /** A variable. */
    record VariableName(String name, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws ExpressionException {
            Value value = scope.get(name);
            if (value instanceof Value.UndefinedName undefined
                    && undefined.hint().isEmpty()) {
                return new Value.UndefinedName(name, Nearest.hint(name, scope.names(), ""));
            }
            return value;
        }

        @Override
        public List<Term> children() {
            return List.of();
        }
    }

    /** {@code x.name}. */
    record Attribute(Term base, String name, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            return field(base.evaluate(scope), path(base), name, "." + name);
        }

        @Override
        public List<Term> children() {
            return List.of(base);
        }
    }

    /** {@code x[key]}. */
    record Subscript(Term base, Term key, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            Value whole = base.evaluate(scope);
            Value index = key.value(scope);
            if (index instanceof Value.Unknown) {
                return index;
            }
            if (index instanceof Value.Whole number) {
                return item(whole, path(base), number.number());
            }
            if (!(index instanceof Value.Text) && !(index instanceof Value.Secret)) {
                throw EvaluationException.of("an index must be text or a whole number, not " + index.kind(), "")
                        .at(offset);
            }
            Value found = field(whole, path(base), TextConversion.plainText(index), "['" + index.show() + "']");
            // The hint names the most similar key, which would reveal a part of the secret.
            return index instanceof Value.Secret && found instanceof Value.UndefinedName undefined
                    ? new Value.UndefinedName(undefined.path())
                    : found;
        }

        @Override
        public List<Term> children() {
            return List.of(base, key);
        }
    }

    /** {@code x[a:b]}. */
    record Slice(Term base, Optional<Term> first, Optional<Term> last, int offset) implements Term {
        @Override
        public Value evaluate(Scope scope) throws EvaluationException, ExpressionException {
            Value whole = base.value(scope);
            Optional<Value> low = evaluateBound(first, scope);
            Optional<Value> high = evaluateBound(last, scope);
            for (Value value : List.of(whole, low.orElse(new Value.Null()), high.orElse(new Value.Null()))) {
                if (value instanceof Value.Unknown) {
                    return value;
                }
            }
            if (whole instanceof Value.Items items) {
                int size = items.items().size();
                int begin = index(low, size, 0);
                return new Value.Items(items.items().subList(begin, Math.max(begin, index(high, size, size))));
            }
            if (whole instanceof Value.Text || whole instanceof Value.Secret) {
                String text = TextConversion.plainText(whole);
                int begin = index(low, text.length(), 0);
                Value part = new Value.Text(
                        text.substring(begin, Math.max(begin, index(high, text.length(), text.length()))));
                return whole instanceof Value.Secret ? Taint.conceal(part) : part;
            }
            throw EvaluationException.of("only text and lists can be sliced, not " + whole.kind(), "")
                    .at(offset);
        }

        private static Optional<Value> evaluateBound(Optional<Term> term, Scope scope)
                throws EvaluationException, ExpressionException {
            return term.isPresent() ? Optional.of(term.get().value(scope)) : Optional.empty();
        }

        private int index(Optional<Value> bound, int size, int otherwise) throws EvaluationException {
            if (bound.isEmpty()) {
                return otherwise;
            }
            if (!(bound.get() instanceof Value.Whole whole)) {
                throw EvaluationException.of(
                                "slice bounds must be whole numbers, not "
                                        + bound.get().kind(),
                                "")
                        .at(offset);
            }
            long index = whole.number() < 0 ? whole.number() + size : whole.number();
            return (int) Math.max(0, Math.min(size, index));
        }

        @Override
        public List<Term> children() {
            List<Term> children = new ArrayList<>(List.of(base));
            first.ifPresent(children::add);
            last.ifPresent(children::add);
            return children;
        }
    }

    /** The path of a value as written: {@code pair.target}, or empty if it is computed. */
    static String path(Term term) {
        if (term instanceof VariableName name) {
            return name.name();
        }
        if (term instanceof Attribute attribute) {
            return path(attribute.base()) + "." + attribute.name();
        }
        if (term instanceof Subscript subscript) {
            String key = subscript.key() instanceof Term.Literal literal
                    ? literal.value() instanceof Value.Text text
                            ? "'" + text.text() + "'"
                            : literal.value().show()
                    : "...";
            return path(subscript.base()) + "[" + key + "]";
        }
        return "(...)";
    }

    /** The field of a value; undefined if it does not exist. */
    static Value field(Value whole, String path, String name, String step) {
        if (whole instanceof Value.Unknown) {
            return whole;
        }
        if (whole instanceof Value.UndefinedName undefined) {
            return new Value.UndefinedName(undefined.path() + step, undefined.hint());
        }
        if (whole instanceof Value.Fields fields) {
            String known = fields.fields().isEmpty()
                    ? "'" + path + "' is an empty mapping"
                    : "'" + path + "' has: " + String.join(", ", fields.fields().keySet());
            return fields.get(name)
                    .orElseGet(() -> new Value.UndefinedName(
                            path + step, Nearest.hint(name, fields.fields().keySet(), known)));
        }
        return new Value.UndefinedName(path + step, "'" + path + "' is " + whole.kind() + " and has no fields");
    }

    private static Value item(Value whole, String path, long index) {
        if (whole instanceof Value.Items items) {
            long place = index < 0 ? index + items.items().size() : index;
            return place >= 0 && place < items.items().size()
                    ? items.items().get((int) place)
                    : new Value.UndefinedName(
                            path + "[" + index + "]",
                            "the list has " + items.items().size() + " items");
        }
        if (whole instanceof Value.Text || whole instanceof Value.Secret) {
            String text = TextConversion.plainText(whole);
            long place = index < 0 ? index + text.length() : index;
            if (place < 0 || place >= text.length()) {
                return new Value.UndefinedName(path + "[" + index + "]", "");
            }
            Value character = new Value.Text(text.substring((int) place, (int) place + 1));
            return whole instanceof Value.Secret ? Taint.conceal(character) : character;
        }
        return field(whole, path, Long.toString(index), "[" + index + "]");
    }
}
