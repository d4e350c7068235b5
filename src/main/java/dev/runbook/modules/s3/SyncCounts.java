package dev.runbook.modules.s3;

import dev.runbook.expression.Value;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts the objects of a sync; thread-safe. */
final class SyncCounts {

    final LongAdder copied = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder deleted = new LongAdder();
    final LongAdder same = new LongAdder();
    final LongAdder archived = new LongAdder();
    final LongAdder changed = new LongAdder();

    void add(SyncCounts other) {
        copied.add(other.copied.sum());
        bytes.add(other.bytes.sum());
        deleted.add(other.deleted.sum());
        same.add(other.same.sum());
        archived.add(other.archived.sum());
        changed.add(other.changed.sum());
    }

    boolean isEmpty() {
        return copied.sum() == 0 && deleted.sum() == 0;
    }

    /** The counts as result fields; {@code skipped} includes archived objects and those that changed during the copy. */
    Value.Fields fields() {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("copied", new Value.Whole(copied.sum()));
        fields.put("bytes", new Value.Whole(bytes.sum()));
        fields.put("deleted", new Value.Whole(deleted.sum()));
        fields.put("same", new Value.Whole(same.sum()));
        fields.put("skipped", new Value.Whole(archived.sum() + changed.sum()));
        return new Value.Fields(fields);
    }

    /** {@code 63 objects to copy (1.2 MB), 12 to delete, 240 the same}. */
    String summary() {
        String words =
                AmountFormat.count(copied.sum(), "object") + " to copy (" + AmountFormat.bytes(bytes.sum()) + ")";
        words += deleted.sum() == 0 ? "" : String.format(Locale.ROOT, ", %,d to delete", deleted.sum());
        words += String.format(Locale.ROOT, ", %,d the same", same.sum());
        return archived.sum() == 0
                ? words
                : words + String.format(Locale.ROOT, ", %,d archived and left out", archived.sum());
    }
}
