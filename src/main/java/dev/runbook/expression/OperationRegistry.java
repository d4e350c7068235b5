package dev.runbook.expression;

import dev.runbook.yaml.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every filter, test and function of the language, by name. */
final class OperationRegistry {

    private static final Map<String, Operation> FILTERS = byName(List.of(
            ValueFilters.ALL,
            TextFilters.ALL,
            RegexFilters.ALL,
            ListFilters.ALL,
            MappingFilters.ALL,
            EncodingFilters.ALL,
            TimeFilters.ALL));
    private static final Map<String, Operation> TESTS = byName(List.of(TestOperations.ALL));
    private static final Map<String, Operation> FUNCTIONS = byName(List.of(Functions.ALL));

    private OperationRegistry() {}

    static Operation filter(String name, int offset) throws EvaluationException {
        return find(FILTERS, "filter", name, offset);
    }

    static Operation test(String name, int offset) throws EvaluationException {
        return find(TESTS, "test", name, offset);
    }

    static Operation function(String name, int offset) throws EvaluationException {
        return find(FUNCTIONS, "function", name, offset);
    }

    /**
     * The name of every operation as documentation writes it: {@code filter upper}, {@code test defined},
     * {@code function range}.
     */
    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        FILTERS.keySet().forEach(name -> names.add("filter " + name));
        TESTS.keySet().forEach(name -> names.add("test " + name));
        FUNCTIONS.keySet().forEach(name -> names.add("function " + name));
        return names;
    }

    /**
     * Checks the arguments of an operation, and the operations they name.
     *
     * @throws EvaluationException if the operation does not accept them, or they name an operation that does not exist
     */
    static void check(Operation operation, CallTerms.CallArguments arguments, int offset) throws EvaluationException {
        checkKind(operation, arguments);
        checkCount(operation, arguments.positional().size(), arguments.named().keySet(), offset);
        checkPattern(operation, arguments.positional(), arguments.named());
        int named = Set.of("map", "select", "reject").contains(operation.name())
                ? 0
                : Set.of("selectattr", "rejectattr").contains(operation.name()) ? 1 : -1;
        if (named >= 0
                && named < arguments.positional().size()
                && arguments.positional().get(named) instanceof Term.Literal literal
                && literal.value() instanceof Value.Text text) {
            Operation inner = operation.name().equals("map")
                    ? filter(text.text(), literal.offset())
                    : test(text.text(), literal.offset());
            List<Term> rest = arguments
                    .positional()
                    .subList(named + 1, arguments.positional().size());
            checkCount(inner, rest.size(), Set.of(), literal.offset());
            checkPattern(inner, rest, Map.of());
        }
    }

    /** Checks the kind of a lookup if it is a literal. */
    private static void checkKind(Operation operation, CallTerms.CallArguments arguments) throws EvaluationException {
        if (!operation.name().equals(Functions.LOOKUP)) {
            return;
        }
        Optional<Term.Literal> kind = literal(operation, "kind", arguments.positional(), arguments.named());
        if (kind.isPresent() && kind.get().value() instanceof Value.Text word) {
            Functions.kind(word.text(), kind.get().offset());
        }
    }

    /** Checks a regular expression if it is a literal. */
    private static void checkPattern(Operation operation, List<Term> positional, Map<String, Term> named)
            throws EvaluationException {
        Optional<Term.Literal> pattern = literal(operation, "pattern", positional, named);
        if (pattern.isPresent() && pattern.get().value() instanceof Value.Text text) {
            try {
                RegexFilters.compile(text.text(), 0);
            } catch (EvaluationException exception) {
                throw exception.at(pattern.get().offset());
            }
        }
    }

    private static Optional<Term.Literal> literal(
            Operation operation, String param, List<Term> positional, Map<String, Term> named) {
        int place = operation.params().indexOf(param);
        Term written = place >= 0 && place < positional.size() ? positional.get(place) : named.get(param);
        return place >= 0 && written instanceof Term.Literal literal ? Optional.of(literal) : Optional.empty();
    }

    static void checkCount(Operation operation, int positional, Set<String> named, int offset)
            throws EvaluationException {
        var misuse = operation.argumentProblem(positional, named);
        if (misuse.isPresent()) {
            throw EvaluationException.unknown("wrong-arguments", misuse.get(), "", offset);
        }
    }

    private static Operation find(Map<String, Operation> operations, String kind, String name, int offset)
            throws EvaluationException {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw EvaluationException.unknown(
                    "unknown-" + kind,
                    "unknown " + kind + " '" + name + "'",
                    Nearest.hint(
                            name,
                            operations.keySet(),
                            "known: " + String.join(", ", new TreeSet<>(operations.keySet()))),
                    offset);
        }
        return operation;
    }

    private static Map<String, Operation> byName(List<List<Operation>> families) {
        Map<String, Operation> operations = new LinkedHashMap<>();
        families.stream().flatMap(List::stream).forEach(operation -> {
            if (operations.put(operation.name(), operation) != null) {
                throw new IllegalStateException("two operations named " + operation.name());
            }
        });
        return operations;
    }
}
