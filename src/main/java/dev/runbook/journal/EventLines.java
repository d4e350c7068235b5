package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.text.ParseException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An event as one line of JSON: {@code at, kind, pair, task}, then the event's own fields. */
public final class EventLines {

    private EventLines() {}

    /** The line, without a line end. Secrets show as {@code ***}. */
    public static String write(Event event) {
        Map<String, Value> line = new LinkedHashMap<>();
        line.put("at", new Value.Text(event.at().toString()));
        line.put("kind", new Value.Text(event.kind().name().toLowerCase(Locale.ROOT)));
        if (!event.pair().isEmpty()) {
            line.put("pair", new Value.Text(event.pair()));
        }
        if (!event.task().isEmpty()) {
            line.put("task", new Value.Text(event.task()));
        }
        event.fields().fields().forEach(line::putIfAbsent);
        return Json.write(new Value.Fields(line));
    }

    /** Reads a line back; empty when it is not a whole event. */
    public static Optional<Event> read(String line) {
        try {
            if (JsonReader.read(line) instanceof Value.Fields fields) {
                return Optional.of(event(new LinkedHashMap<>(fields.fields())));
            }
            return Optional.empty();
        } catch (ParseException | DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Event event(Map<String, Value> line) {
        Instant at = Instant.parse(take(line, "at"));
        Event.Kind kind = Event.Kind.valueOf(take(line, "kind").toUpperCase(Locale.ROOT));
        String pair = take(line, "pair");
        String task = take(line, "task");
        return new Event(at, kind, pair, task, new Value.Fields(line));
    }

    private static String take(Map<String, Value> line, String key) {
        Value value = line.remove(key);
        return value == null ? "" : value.show();
    }
}
