package dev.runbook.engine;

import dev.runbook.expression.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of an event, in the order they are said. */
final class Facts {

    private final Map<String, Value> fields = new LinkedHashMap<>();

    static Facts of(String name, String text) {
        return new Facts().with(name, text);
    }

    Facts with(String name, String text) {
        return with(name, new Value.Text(text));
    }

    Facts with(String name, boolean truth) {
        return with(name, new Value.Bool(truth));
    }

    Facts with(String name, long number) {
        return with(name, new Value.Whole(number));
    }

    Facts with(String name, Duration duration) {
        return with(name, new Value.Decimal(duration.toMillis() / 1000.0));
    }

    Facts with(String name, Collection<String> texts) {
        return with(
                name, new Value.Items(texts.stream().<Value>map(Value.Text::new).toList()));
    }

    Facts with(String name, Value value) {
        fields.put(name, value);
        return this;
    }

    Value.Fields fields() {
        return new Value.Fields(fields);
    }
}
