package dev.runbook.expression;

import static dev.runbook.expression.Operation.Mode.DEEP;
import static dev.runbook.expression.Operation.named;

import java.util.ArrayList;
import java.util.List;

/** The functions of the language. */
final class Functions {

    static final List<Operation> ALL = List.of(
            named(DEEP, "lookup kind name", Functions::lookup),
            named(
                    DEEP,
                    "now utc?",
                    call -> Moments.of(call.scope().outside().now().get())),
            named(DEEP, "range first last? step?", Functions::range));

    static final List<String> LOOKUPS = List.of("env", "file", "secret");

    private static final int RANGE_MAX = 10_000;

    private Functions() {}

    private static Value lookup(Call call) throws Fault {
        String kind = call.text("kind");
        String name = call.text("name");
        Lookups lookups = call.scope().outside().lookups();
        try {
            return switch (kind) {
                case "env" ->
                    lookups.env(name)
                            .map(text -> Value.Secret.named(name, new Value.Text(text)))
                            .orElseGet(() -> new Value.Undefined(
                                    "lookup('env', '" + name + "')", "set the environment variable " + name));
                case "file" -> new Value.Text(lookups.file(name).stripTrailing());
                case "secret" -> new Value.Secret(lookups.secret(name));
                default -> throw Fault.of("unknown lookup '" + kind + "'", "known: env, file, secret");
            };
        } catch (LookupException e) {
            throw Fault.of("lookup of " + kind + " '" + name + "' failed: " + e.getMessage(), "");
        }
    }

    private static Value range(Call call) throws Fault {
        long first = call.get("last").isPresent() ? call.whole("first", 0) : 0;
        long last = call.get("last").isPresent() ? call.whole("last", 0) : call.whole("first", 0);
        long step = call.whole("step", 1);
        if (step == 0) {
            throw Fault.of("the step of a range cannot be 0", "");
        }
        List<Value> numbers = new ArrayList<>();
        long number = first;
        while (step > 0 ? number < last : number > last) {
            if (numbers.size() == RANGE_MAX) {
                throw Fault.of("a range has at most " + RANGE_MAX + " numbers", "");
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
