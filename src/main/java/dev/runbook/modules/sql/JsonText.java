package dev.runbook.modules.sql;

import dev.runbook.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a value as JSON, indented. */
final class JsonText {

    private JsonText() {}

    static String of(Value value) {
        return text(value, "") + "\n";
    }

    private static String text(Value value, String indent) {
        if (value instanceof Value.Fields fields) {
            List<String> parts = new ArrayList<>();
            for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                parts.add(quoted(field.getKey()) + ": " + text(field.getValue(), indent + "  "));
            }
            return enclosed("{", parts, "}", indent);
        }
        if (value instanceof Value.Items items) {
            List<String> parts = items.items().stream()
                    .map(item -> text(item, indent + "  "))
                    .toList();
            return enclosed("[", parts, "]", indent);
        }
        boolean bare = value instanceof Value.Whole
                || value instanceof Value.Decimal
                || value instanceof Value.Bool
                || value instanceof Value.Null;
        return bare ? value.show() : quoted(value.show());
    }

    private static String enclosed(String open, List<String> parts, String close, String indent) {
        if (parts.isEmpty()) {
            return open + close;
        }
        return open + "\n" + indent + "  " + String.join(",\n" + indent + "  ", parts) + "\n" + indent + close;
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (character < ' ') {
                json.append(String.format("\\u%04x", (int) character));
            } else {
                json.append(character);
            }
        }
        return json.append('"').toString();
    }
}
