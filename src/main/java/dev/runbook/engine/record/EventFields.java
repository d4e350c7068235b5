package dev.runbook.engine.record;

import dev.runbook.expression.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of an event, in the order they are said. */
public final class EventFields {

    private final Map<String, Value> fields = new LinkedHashMap<>();

    public static EventFields of(String name, String text) {
        return new EventFields().with(name, text);
    }

    public EventFields with(String name, String text) {
        return with(name, new Value.Text(text));
    }

    public EventFields with(String name, boolean truth) {
        return with(name, new Value.Bool(truth));
    }

    public EventFields with(String name, long number) {
        return with(name, new Value.Whole(number));
    }

    public EventFields with(String name, Duration duration) {
        return with(name, new Value.Decimal(duration.toMillis() / 1000.0));
    }

    public EventFields with(String name, Collection<String> texts) {
        return with(
                name, new Value.Items(texts.stream().<Value>map(Value.Text::new).toList()));
    }

    public EventFields with(String name, Value value) {
        fields.put(name, value);
        return this;
    }

    public Value.Fields fields() {
        return new Value.Fields(fields);
    }
}
