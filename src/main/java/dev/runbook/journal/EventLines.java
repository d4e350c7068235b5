package dev.runbook.journal;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import java.text.ParseException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An event as one line of JSON: {@code at, kind, pair, task}, then the event's own fields. */
public final class EventLines {

    // Only the time stands before it, so the first one in a line is the event's own.
    private static final String KIND = "\"kind\":\"";

    private static final Map<String, Event.Kind> KINDS =
            Stream.of(Event.Kind.values()).collect(Collectors.toUnmodifiableMap(EventLines::name, kind -> kind));

    private EventLines() {}

    /** The line, without a line end. Secrets show as {@code ***}. */
    public static String write(Event event) {
        Map<String, Value> line = new LinkedHashMap<>();
        line.put("at", new Value.Text(event.at().toString()));
        line.put("kind", new Value.Text(name(event.kind())));
        if (!event.pair().isEmpty()) {
            line.put("pair", new Value.Text(event.pair()));
        }
        if (!event.task().isEmpty()) {
            line.put("task", new Value.Text(event.task()));
        }
        event.fields().fields().forEach(line::putIfAbsent);
        return Json.write(new Value.Fields(line));
    }

    /** The kind of an event, told from its line without reading the rest; empty when the line is not as we write it. */
    static Optional<Event.Kind> kind(String line) {
        int start = line.indexOf(KIND) + KIND.length();
        int end = line.indexOf('"', start);
        return start < KIND.length() || end < 0
                ? Optional.empty()
                : Optional.ofNullable(KINDS.get(line.substring(start, end)));
    }

    /** Reads a line back; empty when it is not a whole event. */
    public static Optional<Event> read(String line) {
        try {
            if (Json.read(line) instanceof Value.Fields fields) {
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

    private static String name(Event.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String take(Map<String, Value> line, String key) {
        Value value = line.remove(key);
        return value == null ? "" : value.show();
    }
}
