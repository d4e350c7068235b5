package dev.runbook.journal;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An event as one line of JSON: {@code at, kind, pair, task}, then the event's own fields as {@link EventCodecs} describes them. */
public final class EventLines {

    /** The field that names the kind of the event. */
    public static final String KIND = "kind";

    private static final String AT = "at";
    private static final String PAIR = "pair";
    private static final String TASK = "task";

    // Only the time precedes it, so its first occurrence in a line belongs to the event itself.
    private static final String KIND_START = "\"" + KIND + "\":\"";

    private EventLines() {}

    /** The fields that every line may have, for the JSON Schema. */
    public static List<FieldShape.FieldDescription> envelope() {
        List<String> kinds = EventCodecs.describeAll().stream()
                .map(EventCodecs.EventDescription::kind)
                .toList();
        return List.of(
                new FieldShape.FieldDescription(AT, FieldShape.BasicShape.TIME, true, "When it happened, in UTC."),
                new FieldShape.FieldDescription(KIND, new FieldShape.WordChoice(kinds), true, "What happened."),
                new FieldShape.FieldDescription(
                        PAIR, FieldShape.BasicShape.TEXT, false, "The pair; missing for events of the whole run."),
                new FieldShape.FieldDescription(
                        TASK,
                        FieldShape.BasicShape.TEXT,
                        false,
                        "The id of the task; missing for events of a pair or the run."));
    }

    /** The line, without a line break. Secrets are written as {@code ***}. */
    public static String write(EventRecord<?> record) {
        EventCodec<?> codec = EventCodecs.of(record.event());
        Map<String, Value> line = new LinkedHashMap<>();
        line.put(AT, new Value.Text(record.at().toString()));
        line.put(KIND, new Value.Text(codec.kind()));
        if (!record.pair().isEmpty()) {
            line.put(PAIR, new Value.Text(record.pair()));
        }
        if (!record.task().isEmpty()) {
            line.put(TASK, new Value.Text(record.task()));
        }
        codec.write(record.event()).fields().forEach(line::putIfAbsent);
        return Json.write(line);
    }

    /** The kind of an event, without parsing the rest of its line; empty for a kind that this version does not have. */
    static Optional<Class<? extends Event>> kind(String line) {
        int start = line.indexOf(KIND_START) + KIND_START.length();
        int end = line.indexOf('"', start);
        return start < KIND_START.length() || end < 0
                ? Optional.empty()
                : EventCodecs.find(line.substring(start, end)).map(EventCodec::type);
    }

    /**
     * Reads a line back; empty when the line is incomplete or of a kind that only a later version has.
     *
     * @throws UnreadableEventException when a field is missing or has the wrong type
     */
    public static Optional<EventRecord<?>> read(String line) throws UnreadableEventException {
        try {
            return Json.read(line) instanceof Value.Fields fields ? read(fields) : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<EventRecord<?>> read(Value.Fields line) throws UnreadableEventException {
        Optional<EventCodec<?>> form = EventCodecs.find(text(line, KIND));
        Optional<Instant> at = line.get(AT).flatMap(EventLines::at);
        if (form.isEmpty() || at.isEmpty()) {
            return Optional.empty();
        }
        try {
            Event event = form.get().read(line);
            return Optional.of(new EventRecord<>(at.get(), text(line, PAIR), text(line, TASK), event));
        } catch (UnreadableEventException e) {
            throw new UnreadableEventException("this " + form.get().kind() + " cannot be read: " + e.getMessage());
        }
    }

    /** A copy of the record with rewritten texts in the fields of its event. */
    public static EventRecord<?> rewrite(EventRecord<?> record, FieldRewriter textRewriter) {
        return record.with(EventCodecs.of(record.event()).rewrite(record.event(), textRewriter));
    }

    /** The word for the kind of an event. */
    public static String kind(Event event) {
        return EventCodecs.of(event).kind();
    }

    private static Optional<Instant> at(Value value) {
        try {
            return Optional.of(time(value.show()));
        } catch (DateTimeException | IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Parses a time as {@link Instant#toString} writes it; a formatter would take most of the time of reading a journal. */
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

    private static String text(Value.Fields line, String field) {
        return line.get(field).map(Value::show).orElse("");
    }
}
