package dev.runbook.report;

import dev.runbook.expression.Value;
import dev.runbook.yaml.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An instance as a picture of the world shows it; what it does not have is empty. */
record Drawn(
        String name,
        String status,
        String source,
        String size,
        String engine,
        String state,
        String part,
        String becomes) {

    /** The instances of a picture, in its order. */
    static List<Drawn> of(Optional<Facts> world) {
        List<Drawn> all = new ArrayList<>();
        if (world.isPresent()
                && world.get().value("instances").orElse(new Value.Null()) instanceof Value.Items instances) {
            for (Value instance : instances.items()) {
                if (instance instanceof Value.Fields fields) {
                    all.add(of(fields));
                }
            }
        }
        return all;
    }

    private static Drawn of(Value.Fields fields) {
        return new Drawn(
                text(fields, "name"),
                text(fields, "status"),
                text(fields, "source"),
                text(fields, "class"),
                text(fields, "engine"),
                text(fields, "state"),
                text(fields, "part"),
                text(fields, "becomes"));
    }

    private static String text(Value.Fields fields, String key) {
        return fields.get(key).map(Value::show).map(Printable::of).orElse("");
    }
}
