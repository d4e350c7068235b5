package dev.runbook.journal;

import dev.runbook.expression.Value;

/** Reads and writes one kind of event: its word in journals, and its fields. */
record EventForm<E extends Event>(String word, Class<E> type, String description, RecordForm<E> form) {

    Value.Fields write(Event event) {
        return form.write(type.cast(event));
    }

    E read(Value.Fields fields) throws UnreadableEventException {
        return form.read(fields);
    }

    /** A copy of the event with rewritten texts. */
    E rewrite(Event event, FieldRewriter texts) {
        try {
            return read(form.rewrite(write(event), texts));
        } catch (UnreadableEventException e) {
            throw new IllegalStateException("a " + word + " that was rewritten: " + e.getMessage(), e);
        }
    }
}
