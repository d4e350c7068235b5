package dev.runbook.journal;

import dev.runbook.expression.Value;

/** Reads and writes one kind of event: its word in journals, and its fields. */
record EventCodec<E extends Event>(String kind, Class<E> type, String description, RecordCodec<E> codec) {

    Value.Fields write(Event event) {
        return codec.write(type.cast(event));
    }

    E read(Value.Fields fields) throws UnreadableEventException {
        return codec.read(fields);
    }

    /** A copy of the event with rewritten texts. */
    E rewrite(Event event, FieldRewriter textRewriter) {
        try {
            return read(codec.rewrite(write(event), textRewriter));
        } catch (UnreadableEventException e) {
            throw new IllegalStateException("a " + kind + " that was rewritten: " + e.getMessage(), e);
        }
    }
}
