package dev.runbook.schema;

import dev.runbook.expression.Value;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ScalarType;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Converts YAML to values for validation against a JSON Schema; expressions are kept as text. */
final class ExampleValue {

    private ExampleValue() {}

    /**
     * Parses a value of YAML.
     *
     * @throws IllegalStateException if it is invalid, which is a programming error in a table of keys
     */
    static Value of(String yaml) {
        Problems problems = new Problems();
        Optional<Node> node = Yaml.read(new Source("an example", yaml), problems);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("'" + yaml + "' is not YAML: " + problems.toSortedList());
        }
        return node.map(ExampleValue::of).orElse(new Value.Null());
    }

    static Value of(Node node) {
        if (node instanceof Node.Mapping mapping) {
            Map<String, Value> fields = new LinkedHashMap<>();
            mapping.entries().forEach(entry -> fields.put(entry.key().text(), of(entry.value())));
            return new Value.Fields(fields);
        }
        return node instanceof Node.Sequence list
                ? new Value.Items(list.items().stream().map(ExampleValue::of).toList())
                : scalar((Node.Scalar) node);
    }

    private static Value scalar(Node.Scalar scalar) {
        String text = scalar.text();
        return switch (ScalarType.of(scalar)) {
            case NULL -> new Value.Null();
            case BOOL -> new Value.Bool(Boolean.parseBoolean(text));
            case WHOLE -> new Value.Whole(ScalarType.whole(text));
            case DECIMAL -> new Value.Decimal(Double.parseDouble(text));
            case TEXT -> new Value.Text(text);
        };
    }
}
