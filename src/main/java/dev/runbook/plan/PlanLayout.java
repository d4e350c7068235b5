package dev.runbook.plan;

import dev.runbook.expression.Value;
import dev.runbook.journal.Json;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON for people as well as programs: what fits on a line stands on one, the rest is indented. */
final class PlanLayout {

    private static final int WIDTH = 110;

    private final StringBuilder out = new StringBuilder();

    private PlanLayout() {}

    static String of(Value value) {
        PlanLayout layout = new PlanLayout();
        layout.value(value, "");
        return layout.out.append('\n').toString();
    }

    private void value(Value value, String indent) {
        String line = line(value);
        if (line.length() + indent.length() <= WIDTH) {
            out.append(line);
        } else if (value instanceof Value.Fields fields) {
            fields(fields, indent);
        } else if (value instanceof Value.Items items) {
            items(items, indent);
        } else {
            out.append(line);
        }
    }

    private static String line(Value value) {
        if (value instanceof Value.Fields fields) {
            return fields.fields().entrySet().stream()
                    .map(field -> Json.write(new Value.Text(field.getKey())) + ": " + line(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof Value.Items items
                ? items.items().stream().map(PlanLayout::line).collect(Collectors.joining(", ", "[", "]"))
                : Json.write(value);
    }

    private void fields(Value.Fields fields, String indent) {
        String deeper = indent + "  ";
        out.append("{\n");
        Iterator<Map.Entry<String, Value>> all = fields.fields().entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Value> field = all.next();
            String name = Json.write(new Value.Text(field.getKey()));
            out.append(deeper).append(name).append(": ");
            value(field.getValue(), deeper);
            out.append(all.hasNext() ? ",\n" : "\n");
        }
        out.append(indent).append('}');
    }

    private void items(Value.Items items, String indent) {
        String deeper = indent + "  ";
        out.append("[\n");
        Iterator<Value> all = items.items().iterator();
        while (all.hasNext()) {
            out.append(deeper);
            value(all.next(), deeper);
            out.append(all.hasNext() ? ",\n" : "\n");
        }
        out.append(indent).append(']');
    }
}
