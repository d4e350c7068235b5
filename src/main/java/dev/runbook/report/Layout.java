package dev.runbook.report;

import dev.runbook.expression.Value;
import dev.runbook.journal.Json;
import java.util.Map;

/** JSON for people: what fits in a line stays in it, everything else is indented. */
final class Layout {

    private static final int WIDTH = 100;

    private Layout() {}

    static String of(Value value) {
        return of(value, "");
    }

    private static String of(Value value, String margin) {
        String line = Json.write(value);
        if (line.length() + margin.length() <= WIDTH) {
            return line;
        }
        String deeper = margin + "  ";
        StringBuilder text = new StringBuilder();
        if (value instanceof Value.Fields fields) {
            for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                text.append(text.length() == 0 ? "{\n" : ",\n").append(deeper);
                text.append(Json.write(new Value.Text(field.getKey()))).append(": ");
                text.append(of(field.getValue(), deeper));
            }
            return text.append('\n').append(margin).append('}').toString();
        }
        if (value instanceof Value.Items items) {
            for (Value item : items.items()) {
                text.append(text.length() == 0 ? "[\n" : ",\n").append(deeper).append(of(item, deeper));
            }
            return text.append('\n').append(margin).append(']').toString();
        }
        return line;
    }
}
