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

/** YAML as the values that a JSON Schema is held against: an expression is the text it is written in. */
final class ExampleValue {

    private ExampleValue() {}

    /**
     * The value of a line of YAML.
     *
     * @throws IllegalStateException when it is none, which is a mistake in a table of this program
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
