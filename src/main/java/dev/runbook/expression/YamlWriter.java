package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.ScalarType;
import dev.runbook.yaml.Source;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes values as YAML in block style; texts that would be read as another type are quoted. */
final class YamlWriter {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./ -]*(?<! )");

    private YamlWriter() {}

    static String write(Value value) {
        StringBuilder yaml = new StringBuilder();
        write(value, 0, yaml);
        return yaml.toString();
    }

    private static void write(Value value, int indent, StringBuilder yaml) {
        if (value instanceof Value.Items items && !items.items().isEmpty()) {
            for (Value item : items.items()) {
                yaml.append(" ".repeat(indent)).append("-");
                writeNested(item, indent, yaml);
            }
        } else if (value instanceof Value.Fields fields && !fields.fields().isEmpty()) {
            for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                yaml.append(" ".repeat(indent)).append(text(field.getKey())).append(':');
                writeNested(field.getValue(), indent, yaml);
            }
        } else {
            yaml.append(scalar(value)).append('\n');
        }
    }

    private static void writeNested(Value value, int indent, StringBuilder yaml) {
        boolean block = (value instanceof Value.Items items && !items.items().isEmpty())
                || (value instanceof Value.Fields fields && !fields.fields().isEmpty());
        yaml.append(block ? "\n" : " ");
        write(value, indent + 2, yaml);
    }

    private static String scalar(Value value) {
        return value instanceof Value.Text text ? text(text.text()) : Json.write(value);
    }

    private static String text(String text) {
        Node.Scalar scalar = new Node.Scalar(text, false, new Source("", "").start());
        if (PLAIN.matcher(text).matches() && ScalarType.of(scalar) == ScalarType.TEXT) {
            return text;
        }
        return Json.write(new Value.Text(text));
    }
}
