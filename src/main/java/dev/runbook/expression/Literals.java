package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.ScalarType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Nodes as the plain values they write, without looking for expressions in them. */
final class Literals {

    private Literals() {}

    static Value of(Node node) {
        if (node instanceof Node.Scalar scalar) {
            return scalar(scalar);
        }
        if (node instanceof Node.Sequence sequence) {
            return new Value.Items(sequence.items().stream().map(Literals::of).toList());
        }
        Map<String, Value> fields = new LinkedHashMap<>();
        ((Node.Mapping) node).entries().forEach(entry -> fields.put(entry.key().text(), of(entry.value())));
        return new Value.Fields(fields);
    }

    static Value scalar(Node.Scalar scalar) {
        return switch (ScalarType.of(scalar)) {
            case NULL -> new Value.Null();
            case BOOL -> new Value.Bool(Boolean.parseBoolean(scalar.text()));
            case WHOLE -> new Value.Whole(ScalarType.whole(scalar.text()));
            case DECIMAL -> new Value.Decimal(Double.parseDouble(scalar.text()));
            case TEXT -> new Value.Text(scalar.text());
        };
    }
}
