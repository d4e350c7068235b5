package dev.runbook.expression;

import dev.runbook.yaml.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every filter, test and function of the language by its name. */
final class Registry {

    private static final Map<String, Operation> FILTERS = byName(List.of(
            ValueFilters.ALL,
            TextFilters.ALL,
            RegexFilters.ALL,
            ListFilters.ALL,
            MappingFilters.ALL,
            CodeFilters.ALL,
            TimeFilters.ALL));
    private static final Map<String, Operation> TESTS = byName(List.of(Tests.ALL));
    private static final Map<String, Operation> FUNCTIONS = byName(List.of(Functions.ALL));

    private Registry() {}

    static Operation filter(String name, int offset) throws Fault {
        return find(FILTERS, "filter", name, offset);
    }

    static Operation test(String name, int offset) throws Fault {
        return find(TESTS, "test", name, offset);
    }

    static Operation function(String name, int offset) throws Fault {
        return find(FUNCTIONS, "function", name, offset);
    }

    /** Every operation as it is written about: {@code filter upper}, {@code test defined}, {@code function range}. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>();
        FILTERS.keySet().forEach(name -> names.add("filter " + name));
        TESTS.keySet().forEach(name -> names.add("test " + name));
        FUNCTIONS.keySet().forEach(name -> names.add("function " + name));
        return names;
    }

    /** Reports arguments that the operation does not take, and names of operations that do not exist. */
    static void check(Operation operation, Applied.Arguments arguments, int offset) throws Fault {
        checkCount(operation, arguments.positional().size(), arguments.named().keySet(), offset);
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
            checkCount(inner, arguments.positional().size() - named - 1, Set.of(), literal.offset());
        }
    }

    static void checkCount(Operation operation, int positional, Set<String> named, int offset) throws Fault {
        var misuse = operation.misuse(positional, named);
        if (misuse.isPresent()) {
            throw Fault.unknown("wrong-arguments", misuse.get(), "", offset);
        }
    }

    private static Operation find(Map<String, Operation> operations, String kind, String name, int offset)
            throws Fault {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw Fault.unknown(
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
