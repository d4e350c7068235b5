package dev.runbook.journal;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events for tests, from lines with only the relevant fields: other required fields are empty. */
public final class EventFixture {

    private EventFixture() {}

    /** The event of a line; quotes may be single. */
    public static EventRecord<?> event(String line) {
        try {
            Value.Fields fields = (Value.Fields) Json.read(line.contains("\"") ? line : line.replace('\'', '"'));
            return EventLines.read(Json.write(whole(fields))).orElseThrow();
        } catch (ParseException | UnreadableEventException e) {
            throw new AssertionError(line, e);
        }
    }

    /** The events of a journal. */
    public static List<EventRecord<?>> events(Path journal) throws IOException {
        return Files.readAllLines(journal).stream()
                .<EventRecord<?>>map(EventFixture::event)
                .toList();
    }

    private static Value.Fields whole(Value.Fields line) {
        String word = line.get("kind").orElseThrow().show();
        EventCodecs.EventDescription kind = EventCodecs.describeAll().stream()
                .filter(form -> form.kind().equals(word))
                .findFirst()
                .orElseThrow();
        Map<String, Value> whole = new LinkedHashMap<>(line.fields());
        kind.fields().stream()
                .filter(FieldShape.FieldDescription::required)
                .forEach(field -> whole.putIfAbsent(field.name(), field.shape().accept(new Empty())));
        return new Value.Fields(whole);
    }

    /** The empty value of each shape. */
    private static final class Empty implements FieldShape.FieldShapeVisitor<Value> {

        @Override
        public Value text() {
            return new Value.Text("");
        }

        @Override
        public Value whole() {
            return new Value.Whole(0);
        }

        @Override
        public Value seconds() {
            return new Value.Decimal(0);
        }

        @Override
        public Value truth() {
            return new Value.Bool(false);
        }

        @Override
        public Value time() {
            return new Value.Text("1970-01-01T00:00:00Z");
        }

        @Override
        public Value mapping() {
            return new Value.Fields(Map.of());
        }

        @Override
        public Value words(FieldShape.WordChoice words) {
            return new Value.Text(words.choices().get(0));
        }

        @Override
        public Value list(FieldShape.ItemList list) {
            return new Value.Items(List.of());
        }

        @Override
        public Value fields(FieldShape.FieldMapping mapping) {
            return new Value.Fields(Map.of());
        }
    }
}
