package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.Mode.STRUCTURAL;
import static dev.runbook.expression.Operation.named;

import dev.runbook.yaml.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The methods that values have. */
final class Methods {

    private static final Map<String, Operation> OF_TEXT = byName(List.of(
            named(DEEP, "split sep? maxsplit?", TextFilters::split),
            named(DEEP, "replace old new count?", TextFilters::replace),
            named(DEEP, "strip chars?", TextFilters::trim),
            named(DEEP, "lstrip chars?", call -> strip(call, true)),
            named(DEEP, "rstrip chars?", call -> strip(call, false)),
            named(DEEP, "startswith prefix", call -> new Value.Bool(call.text().startsWith(call.text("prefix")))),
            named(DEEP, "endswith suffix", call -> new Value.Bool(call.text().endsWith(call.text("suffix")))),
            named(DEEP, "lower", call -> new Value.Text(call.text().toLowerCase(Locale.ROOT))),
            named(DEEP, "upper", call -> new Value.Text(call.text().toUpperCase(Locale.ROOT))),
            named(DEEP, "join items", Methods::join)));

    private static final Map<String, Operation> OF_FIELDS = byName(List.of(
            named(STRUCTURAL, "get key default?", Methods::get),
            named(STRUCTURAL, "keys", call -> new Value.Items(call.items())),
            named(
                    STRUCTURAL,
                    "values",
                    call -> new Value.Items(List.copyOf(call.fields().fields().values()))),
            named(STRUCTURAL, "items", Methods::items),
            named(
                    STRUCTURAL,
                    "isoformat",
                    call -> call.fields()
                            .get("iso")
                            .orElse(new Value.UndefinedName("isoformat of a value that is not a time"))),
            named(
                    DEEP,
                    "strftime format",
                    call -> new Value.Text(TimeValues.format(call.text("format"), call.input())))));

    private Methods() {}

    /** The name of every method. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(OF_TEXT.keySet());
        names.addAll(OF_FIELDS.keySet());
        return names;
    }

    /**
     * Checks the name and the arguments of a method call.
     *
     * @throws EvaluationException if no value has such a method, or it does not accept the arguments
     */
    static void check(Token name, CallTerms.CallArguments arguments) throws EvaluationException {
        Set<String> known = names();
        Operation method = OF_TEXT.getOrDefault(name.text(), OF_FIELDS.get(name.text()));
        if (method == null) {
            throw EvaluationException.unknown(
                    "unknown-method",
                    "unknown method '" + name.text() + "'",
                    Nearest.hint(name.text(), known, "known: " + String.join(", ", known)),
                    name.offset());
        }
        OperationRegistry.checkCount(
                method, arguments.positional().size(), arguments.named().keySet(), name.offset());
    }

    static Operation find(Value value, String name) throws EvaluationException {
        Map<String, Operation> methods =
                value instanceof Value.Fields ? OF_FIELDS : Arithmetic.isText(value) ? OF_TEXT : Map.of();
        Operation method = methods.get(name);
        if (method == null) {
            throw EvaluationException.of(value.kind() + " has no method '" + name + "'", "");
        }
        return method;
    }

    private static Value strip(OperationCall call, boolean left) throws EvaluationException {
        return new Value.Text(TextFilters.strip(call.text(), call.text("chars", ""), left, !left));
    }

    private static Value join(OperationCall call) throws EvaluationException {
        return TextFilters.join(
                new OperationCall(call.value("items"), Map.of("d", call.input()), List.of(), call.scope()));
    }

    private static Value get(OperationCall call) throws EvaluationException {
        return call.fields().get(TextConversion.key(call.value("key"))).orElse(call.value("default"));
    }

    private static Value items(OperationCall call) throws EvaluationException {
        return new Value.Items(call.fields().fields().entrySet().stream()
                .<Value>map(field -> new Value.Items(List.of(new Value.Text(field.getKey()), field.getValue())))
                .toList());
    }

    private static Map<String, Operation> byName(List<Operation> operations) {
        return Stream.of(operations)
                .flatMap(List::stream)
                .collect(Collectors.toUnmodifiableMap(Operation::name, Function.identity()));
    }
}
