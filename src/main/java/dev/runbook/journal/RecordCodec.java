package dev.runbook.journal;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads, writes and describes a record. Each field is declared once, with name, type and meaning, in the order of writing.
 */
final class RecordCodec<E> {

    /** Creates the record from the values of its fields. */
    interface Factory<E> {
        E make(FieldValues line) throws UnreadableEventException;
    }

    /** The fields of one record, as read. */
    record FieldValues(Value.Fields fields) {
        <T> T get(FieldSlot<T> slot) throws UnreadableEventException {
            return slot.read(fields);
        }
    }

    /** A field and the function that gets its value from a record; empty when it is not written. */
    private record Entry<E>(FieldSlot<?> slot, Function<E, Optional<Value>> value) {}

    private final List<Entry<E>> entries;
    private final Map<String, FieldSlot<?>> slots = new LinkedHashMap<>();
    private final Factory<E> factory;

    private RecordCodec(List<Entry<E>> entries, Factory<E> factory) {
        this.entries = List.copyOf(entries);
        this.factory = factory;
        entries.forEach(entry -> slots.putIfAbsent(entry.slot().field().name(), entry.slot()));
    }

    /** Declares fields in the order of writing. */
    static final class Builder<E> {

        private final List<Entry<E>> entries = new ArrayList<>();

        /** A field that is always written. */
        <T> FieldSlot<T> requiredField(String name, FieldType<T> type, Function<E, T> value, String description) {
            FieldShape.FieldDescription field = new FieldShape.FieldDescription(name, type.shape(), true, description);
            FieldSlot<T> slot = new FieldSlot<>(field, type.rewriter(), given -> readRequired(field, type, given));
            entries.add(new Entry<>(slot, record -> Optional.of(type.writer().apply(value.apply(record)))));
            return slot;
        }

        /** A text that is always written; empty when there is no value. */
        FieldSlot<Optional<String>> text(String name, Function<E, Optional<String>> value, String description) {
            FieldShape.FieldDescription field =
                    new FieldShape.FieldDescription(name, FieldType.TEXT.shape(), true, description);
            FieldSlot<Optional<String>> slot = new FieldSlot<>(
                    field,
                    FieldType.TEXT.rewriter(),
                    given -> Optional.of(readRequired(field, FieldType.TEXT, given))
                            .filter(text -> !text.isEmpty()));
            entries.add(new Entry<>(
                    slot,
                    record -> Optional.of(new Value.Text(value.apply(record).orElse("")))));
            return slot;
        }

        /** A field that is written when it has a value. An unknown word, from a later version, counts as no value. */
        <T> FieldSlot<Optional<T>> optional(
                String name, FieldType<T> type, Function<E, Optional<T>> value, String description) {
            FieldShape.FieldDescription field = new FieldShape.FieldDescription(name, type.shape(), false, description);
            FieldSlot<Optional<T>> slot = new FieldSlot<>(field, type.rewriter(), given -> {
                Optional<T> read = given.isEmpty() ? Optional.empty() : readTyped(field, type, given.get());
                boolean later = type.shape() instanceof FieldShape.WordChoice
                        && given.filter(Value.Text.class::isInstance).isPresent();
                if (given.isPresent() && read.isEmpty() && !later) {
                    throw typeError(field, given.get());
                }
                return read;
            });
            entries.add(new Entry<>(slot, record -> value.apply(record).map(type.writer())));
            return slot;
        }

        /** A field that is written when it is true. */
        FieldSlot<Boolean> flag(String name, Function<E, Boolean> value, String description) {
            FieldShape.FieldDescription field =
                    new FieldShape.FieldDescription(name, FieldType.TRUTH.shape(), false, description);
            FieldSlot<Boolean> slot = new FieldSlot<>(
                    field,
                    FieldType.TRUTH.rewriter(),
                    given -> given.isPresent()
                            && readTyped(field, FieldType.TRUTH, given.get())
                                    .orElseThrow(() -> typeError(field, given.get())));
            entries.add(new Entry<>(
                    slot,
                    record -> Optional.of(value.apply(record))
                            .filter(truth -> truth)
                            .map(Value.Bool::new)));
            return slot;
        }

        /** Writes a field that is declared above at this position instead, in records that match. */
        void moveToEndIf(Predicate<E> moved, FieldSlot<?> slot) {
            Entry<E> declared = entries.stream()
                    .filter(entry -> entry.slot().equals(slot))
                    .findFirst()
                    .orElseThrow();
            entries.set(
                    entries.indexOf(declared),
                    new Entry<>(
                            slot,
                            record -> moved.test(record)
                                    ? Optional.empty()
                                    : declared.value().apply(record)));
            entries.add(new Entry<>(
                    slot, record -> moved.test(record) ? declared.value().apply(record) : Optional.empty()));
        }

        RecordCodec<E> build(Factory<E> factory) {
            return new RecordCodec<>(entries, factory);
        }

        private static <T> T readRequired(FieldShape.FieldDescription field, FieldType<T> type, Optional<Value> given)
                throws UnreadableEventException {
            if (given.isEmpty()) {
                throw new UnreadableEventException("the field '" + field.name() + "' is missing");
            }
            return readTyped(field, type, given.get()).orElseThrow(() -> typeError(field, given.get()));
        }

        private static <T> Optional<T> readTyped(FieldShape.FieldDescription field, FieldType<T> type, Value value)
                throws UnreadableEventException {
            try {
                return type.reader().read(value);
            } catch (UnreadableEventException e) {
                throw new UnreadableEventException("in '" + field.name() + "', " + e.getMessage());
            }
        }

        private static UnreadableEventException typeError(FieldShape.FieldDescription field, Value value) {
            return new UnreadableEventException(
                    "the field '" + field.name() + "' is not " + field.shape().describe() + ": " + Json.write(value));
        }
    }

    /** The fields, for the JSON Schema. */
    List<FieldShape.FieldDescription> fields() {
        return slots.values().stream().map(FieldSlot::field).toList();
    }

    Value.Fields write(E record) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (Entry<E> entry : entries) {
            entry.value()
                    .apply(record)
                    .ifPresent(value -> fields.put(entry.slot().field().name(), value));
        }
        return new Value.Fields(fields);
    }

    /** Reads a record; unknown fields are ignored. */
    E read(Value.Fields fields) throws UnreadableEventException {
        return factory.make(new FieldValues(fields));
    }

    /** A copy of the fields with rewritten texts. */
    Value.Fields rewrite(Value.Fields fields, FieldRewriter textRewriter) {
        Map<String, Value> rewritten = new LinkedHashMap<>();
        fields.fields().forEach((name, value) -> {
            FieldSlot<?> slot = slots.get(name);
            rewritten.put(name, slot == null ? textRewriter.rewrite(value, false) : slot.rewrite(value, textRewriter));
        });
        return new Value.Fields(rewritten);
    }
}
