package dev.runbook.journal;

import dev.runbook.journal.FieldShape.FieldDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and writes every kind of event; the only place that holds the names of their fields. */
public final class EventCodecs {

    private static final List<EventCodec<?>> ALL = Stream.of(
                    RunEventCodecs.all(), ChangeEventCodecs.all(), TaskEventCodecs.all())
            .<EventCodec<?>>flatMap(List::stream)
            .toList();

    private static final Map<String, EventCodec<?>> BY_KIND =
            ALL.stream().collect(Collectors.toUnmodifiableMap(EventCodec::kind, codec -> codec));

    private static final Map<Class<? extends Event>, EventCodec<?>> BY_TYPE = byType();

    private EventCodecs() {}

    /**
     * A kind of event, described for the JSON Schema.
     *
     * @param kind the word in a line
     */
    public record EventDescription(String kind, String description, List<FieldDescription> fields) {
        public EventDescription {
            fields = List.copyOf(fields);
        }
    }

    /** Every kind of event with its fields. */
    public static List<EventDescription> describeAll() {
        return ALL.stream()
                .map(codec -> new EventDescription(
                        codec.kind(), codec.description(), codec.codec().fields()))
                .toList();
    }

    static Optional<EventCodec<?>> find(String word) {
        return Optional.ofNullable(BY_KIND.get(word));
    }

    static EventCodec<?> of(Event event) {
        return Objects.requireNonNull(BY_TYPE.get(event.getClass()), "an event without a form");
    }

    /** Every kind of event except these. */
    static Set<Class<? extends Event>> typesExcept(Set<Class<? extends Event>> some) {
        return ALL.stream()
                .<Class<? extends Event>>map(EventCodec::type)
                .filter(type -> !some.contains(type))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<Class<? extends Event>, EventCodec<?>> byType() {
        Map<Class<? extends Event>, EventCodec<?>> typed = new LinkedHashMap<>();
        ALL.forEach(codec -> typed.put(codec.type(), codec));
        return Map.copyOf(typed);
    }
}
