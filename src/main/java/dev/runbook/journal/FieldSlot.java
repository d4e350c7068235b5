package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.util.Optional;

/** A field that has been declared: its name, what it means, and how to read it from a line. */
final class FieldSlot<T> {

    /** Reads a field from its value; empty when the line does not have it. */
    interface Reader<T> {
        T read(Optional<Value> value) throws UnreadableEventException;
    }

    private final FieldShape.Field field;
    private final FieldType.Rewriter rewriter;
    private final Reader<T> reader;
    private boolean verbatim;
    private Optional<T> older = Optional.empty();

    FieldSlot(FieldShape.Field field, FieldType.Rewriter rewriter, Reader<T> reader) {
        this.field = field;
        this.rewriter = rewriter;
        this.reader = reader;
    }

    /** Later runs read the field, and no expression makes its texts: no secret can be in it, and none is looked for. */
    FieldSlot<T> verbatim() {
        verbatim = true;
        return this;
    }

    /** Older versions did not write the field; then this is its value. */
    FieldSlot<T> orOlder(T value) {
        older = Optional.of(value);
        return this;
    }

    FieldShape.Field field() {
        return field;
    }

    T read(Value.Fields line) throws UnreadableEventException {
        Optional<Value> value = line.get(field.name()).filter(given -> !(given instanceof Value.Null));
        return value.isEmpty() && older.isPresent() ? older.get() : reader.read(value);
    }

    Value rewrite(Value value, FieldRewriter texts) {
        return rewriter.rewrite(value, verbatim, texts);
    }
}
