package dev.runbook.report;

import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.yaml.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of an event as texts and numbers, free of characters that would steer a terminal. */
record Facts(Event event) {

    boolean is(Event.Kind kind) {
        return event.kind() == kind;
    }

    /** The field as a person reads it; empty when the event does not have it. */
    String text(String field) {
        return value(field).map(value -> Printable.of(value.show())).orElse("");
    }

    Optional<String> given(String field) {
        return Optional.of(text(field)).filter(text -> !text.isEmpty());
    }

    long whole(String field) {
        return (long) decimal(field);
    }

    double decimal(String field) {
        Optional<Value> value = value(field);
        if (value.isPresent() && value.get() instanceof Value.Whole whole) {
            return whole.number();
        }
        return value.isPresent() && value.get() instanceof Value.Decimal decimal ? decimal.number() : 0;
    }

    boolean truth(String field) {
        return event.truth(field);
    }

    List<String> texts(String field) {
        return value(field)
                .filter(Value.Items.class::isInstance)
                .map(items -> ((Value.Items) items)
                        .items().stream().map(item -> Printable.of(item.show())).toList())
                .orElse(List.of());
    }

    Value.Fields fields(String field) {
        return value(field)
                .filter(Value.Fields.class::isInstance)
                .map(Value.Fields.class::cast)
                .orElse(new Value.Fields(Map.of()));
    }

    /** The event but for one field. */
    Facts without(String field) {
        Map<String, Value> rest = new LinkedHashMap<>(event.fields().fields());
        rest.remove(field);
        return new Facts(new Event(event.at(), event.kind(), event.pair(), event.task(), new Value.Fields(rest)));
    }

    Optional<Value> value(String field) {
        return event.fields().get(field).filter(value -> !(value instanceof Value.Null));
    }
}
