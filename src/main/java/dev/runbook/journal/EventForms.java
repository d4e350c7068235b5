package dev.runbook.journal;

import dev.runbook.journal.FieldShape.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and writes every kind of event; the only place that holds the names of their fields. */
public final class EventForms {

    private static final List<EventForm<?>> ALL = Stream.of(RunForms.all(), ChangeForms.all(), TaskForms.all())
            .<EventForm<?>>flatMap(List::stream)
            .toList();

    private static final Map<String, EventForm<?>> NAMED =
            ALL.stream().collect(Collectors.toUnmodifiableMap(EventForm::word, form -> form));

    private static final Map<Class<? extends Event>, EventForm<?>> TYPED = byType();

    private EventForms() {}

    /**
     * A kind of event, described for the JSON Schema.
     *
     * @param kind the word in a line
     */
    public record Kind(String kind, String description, List<Field> fields) {
        public Kind {
            fields = List.copyOf(fields);
        }
    }

    /** Every kind of event with its fields. */
    public static List<Kind> kinds() {
        return ALL.stream()
                .map(form ->
                        new Kind(form.word(), form.description(), form.form().fields()))
                .toList();
    }

    static Optional<EventForm<?>> named(String word) {
        return Optional.ofNullable(NAMED.get(word));
    }

    static EventForm<?> of(Event event) {
        return Objects.requireNonNull(TYPED.get(event.getClass()), "an event without a form");
    }

    /** Every kind of event except these. */
    static Set<Class<? extends Event>> typesWithout(Set<Class<? extends Event>> some) {
        return ALL.stream()
                .<Class<? extends Event>>map(EventForm::type)
                .filter(type -> !some.contains(type))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<Class<? extends Event>, EventForm<?>> byType() {
        Map<Class<? extends Event>, EventForm<?>> typed = new LinkedHashMap<>();
        ALL.forEach(form -> typed.put(form.type(), form));
        return Map.copyOf(typed);
    }
}
