package dev.runbook.journal;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
        return Json.write(line);
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
        } catch (ParseException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Event event(Map<String, Value> line) {
        Instant at = time(take(line, "at"));
        Event.Kind kind = Optional.ofNullable(KINDS.get(take(line, "kind"))).orElseThrow(IllegalArgumentException::new);
        String pair = take(line, "pair");
        String task = take(line, "task");
        return new Event(at, kind, pair, task, new Value.Fields(line));
    }

    /** Reads a time as {@link Instant#toString} writes it; a formatter takes most of the time that a journal takes to read. */
    static Instant time(String text) {
        int end = text.length() - 1;
        boolean usual =
                end >= 19 && end <= 29 && text.charAt(4) == '-' && text.charAt(10) == 'T' && text.charAt(end) == 'Z';
        if (!usual || (end > 19 && text.charAt(19) != '.')) {
            return Instant.parse(text);
        }
        String nanos = end > 20 ? (text.substring(20, end) + "00000000").substring(0, 9) : "0";
        return LocalDateTime.of(
                        digits(text, 0, 4),
                        digits(text, 5, 7),
                        digits(text, 8, 10),
                        digits(text, 11, 13),
                        digits(text, 14, 16),
                        digits(text, 17, 19),
                        digits(nanos, 0, nanos.length()))
                .toInstant(ZoneOffset.UTC);
    }

    private static int digits(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }

    private static String name(Event.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String take(Map<String, Value> line, String key) {
        Value value = line.remove(key);
        return value == null ? "" : value.show();
    }
}
