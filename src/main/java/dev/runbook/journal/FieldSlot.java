package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.util.Optional;

/** A declared field: its name, its meaning, and how to read it from a line. */
final class FieldSlot<T> {

    /** Reads a field from its value; empty when the line does not have it. */
    interface Reader<T> {
        T read(Optional<Value> value) throws UnreadableEventException;
    }

    private final FieldShape.FieldDescription field;
    private final FieldType.Rewriter rewriter;
    private final Reader<T> reader;
    private boolean isVerbatim;
    private Optional<T> defaultValue = Optional.empty();

    FieldSlot(FieldShape.FieldDescription field, FieldType.Rewriter rewriter, Reader<T> reader) {
        this.field = field;
        this.rewriter = rewriter;
        this.reader = reader;
    }

    /** Marks a field that later runs read: no expression produces its texts, so it holds no secret and is not redacted. */
    FieldSlot<T> keepVerbatim() {
        isVerbatim = true;
        return this;
    }

    /** Sets the value of a field that older versions did not write. */
    FieldSlot<T> withDefault(T value) {
        defaultValue = Optional.of(value);
        return this;
    }

    FieldShape.FieldDescription field() {
        return field;
    }

    T read(Value.Fields line) throws UnreadableEventException {
        Optional<Value> value = line.get(field.name()).filter(given -> !(given instanceof Value.Null));
        return value.isEmpty() && defaultValue.isPresent() ? defaultValue.get() : reader.read(value);
    }

    Value rewrite(Value value, FieldRewriter textRewriter) {
        return rewriter.rewrite(value, isVerbatim, textRewriter);
    }
}
