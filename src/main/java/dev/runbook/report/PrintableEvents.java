package dev.runbook.report;

import dev.runbook.expression.Value;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import dev.runbook.yaml.PrintableText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Removes characters that would control a terminal from the texts of events. */
public final class PrintableEvents {

    private PrintableEvents() {}

    public static EventRecord<?> of(EventRecord<?> record) {
        return EventLines.rewrite(record, (value, verbatim) -> printable(value));
    }

    public static List<EventRecord<?>> of(List<EventRecord<?>> records) {
        return records.stream().<EventRecord<?>>map(PrintableEvents::of).toList();
    }

    private static Value printable(Value value) {
        if (value instanceof Value.Text text) {
            return new Value.Text(PrintableText.of(text.text()));
        }
        if (value instanceof Value.Items items) {
            return new Value.Items(
                    items.items().stream().map(PrintableEvents::printable).toList());
        }
        return value instanceof Value.Fields fields ? printable(fields) : value;
    }

    private static Value.Fields printable(Value.Fields fields) {
        Map<String, Value> printable = new LinkedHashMap<>();
        fields.fields().forEach((name, value) -> printable.put(name, printable(value)));
        return new Value.Fields(printable);
    }
}
