package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.named;

import dev.runbook.yaml.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The functions of the expression language. */
final class Functions {

    static final String LOOKUP = "lookup";

    static final List<Operation> ALL = List.of(
            named(DEEP, LOOKUP + " kind name key? account?", Functions::lookup),
            named(
                    DEEP,
                    "now utc?",
                    call -> TimeValues.of(call.scope().context().now().get())),
            named(DEEP, "range first last? step?", Functions::range));

    static final List<String> LOOKUPS =
            Stream.of(Lookups.LookupKind.values()).map(Lookups.LookupKind::word).toList();

    private static final int RANGE_MAX = 10_000;

    private Functions() {}

    private static Value lookup(OperationCall call) throws EvaluationException, ExpressionException {
        String word = call.text("kind");
        Lookups.LookupKind kind = kind(word, EvaluationException.NOWHERE);
        String name = call.text("name");
        Optional<String> key = call.get("key").isPresent() ? Optional.of(call.text("key")) : Optional.empty();
        Lookups.LookupRequest request = new Lookups.LookupRequest(kind, name, key, account(kind, call));
        try {
            return call.scope().context().lookups().find(request);
        } catch (LookupException e) {
            throw EvaluationException.unknown(
                    e.kind().code(),
                    "lookup of " + word + " '" + name + "' failed: " + e.getMessage(),
                    e.hint(),
                    EvaluationException.NOWHERE);
        }
    }

    /**
     * The kind of lookup with this name.
     *
     * @throws EvaluationException if there is no such kind
     */
    static Lookups.LookupKind kind(String word, int offset) throws EvaluationException {
        Optional<Lookups.LookupKind> kind = Stream.of(Lookups.LookupKind.values())
                .filter(each -> each.word().equals(word))
                .findFirst();
        if (kind.isEmpty()) {
            throw EvaluationException.unknown(
                    "unknown-lookup",
                    "unknown lookup '" + word + "'",
                    Nearest.hint(word, LOOKUPS, "known: " + String.join(", ", LOOKUPS)),
                    offset);
        }
        return kind.get();
    }

    /** The account argument, or the account of the pair's target if it is absent. */
    private static Optional<String> account(Lookups.LookupKind kind, OperationCall call)
            throws EvaluationException, ExpressionException {
        Optional<Value> named = call.get("account");
        if (!kind.needsAccount()) {
            if (named.isPresent()) {
                throw EvaluationException.of("lookup of " + kind.word() + " takes no account", "remove 'account'");
            }
            return Optional.empty();
        }
        if (named.isPresent()) {
            return Optional.of(call.text("account"));
        }
        return call.scope().get("target") instanceof Value.Fields target
                ? target.get("account").map(Value::show)
                : Optional.empty();
    }

    private static Value range(OperationCall call) throws EvaluationException {
        long first = call.get("last").isPresent() ? call.whole("first", 0) : 0;
        long last = call.get("last").isPresent() ? call.whole("last", 0) : call.whole("first", 0);
        long step = call.whole("step", 1);
        if (step == 0) {
            throw EvaluationException.of("the step of a range cannot be 0", "");
        }
        List<Value> numbers = new ArrayList<>();
        long number = first;
        while (step > 0 ? number < last : number > last) {
            if (numbers.size() == RANGE_MAX) {
                throw EvaluationException.of("a range has at most " + RANGE_MAX + " numbers", "");
            }
            numbers.add(new Value.Whole(number));
            long next = number + step;
            if (step > 0 ? next < number : next > number) {
                break;
            }
            number = next;
        }
        return new Value.Items(numbers);
    }
}
