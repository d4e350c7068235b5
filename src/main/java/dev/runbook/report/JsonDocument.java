package dev.runbook.report;

import dev.runbook.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Fields of a JSON document in the order they are given. */
public final class JsonDocument {

    private final Map<String, Value> fields = new LinkedHashMap<>();

    public static JsonDocument of(String name, String text) {
        return new JsonDocument().with(name, text);
    }

    public JsonDocument with(String name, String text) {
        return with(name, new Value.Text(text));
    }

    public JsonDocument with(String name, Value value) {
        fields.put(name, value);
        return this;
    }

    public JsonDocument with(String name, List<Value.Fields> items) {
        return with(name, new Value.Items(List.copyOf(items)));
    }

    public JsonDocument with(String name, boolean truth) {
        return with(name, new Value.Bool(truth));
    }

    public JsonDocument with(String name, long number) {
        return with(name, new Value.Whole(number));
    }

    /** Seconds as events have them. */
    public JsonDocument with(String name, Duration duration) {
        return with(name, new Value.Decimal(duration.toMillis() / 1000.0));
    }

    public JsonDocument with(String name, Instant time) {
        return with(name, time.toString());
    }

    /** A list of texts. */
    public JsonDocument withTexts(String name, List<String> texts) {
        return with(
                name, new Value.Items(texts.stream().<Value>map(Value.Text::new).toList()));
    }

    /** More fields, as far as there is what they are made of. */
    public <T> JsonDocument with(Optional<T> value, BiConsumer<JsonDocument, T> more) {
        value.ifPresent(given -> more.accept(this, given));
        return this;
    }

    public Value.Fields fields() {
        return new Value.Fields(fields);
    }
}
