package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ScalarType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Nodes as the plain values they write, without looking for expressions in them. */
final class Literals {

    /** Numbers that are written with digits which a number does not keep. */
    private static final Pattern LOSING = Pattern.compile("[-+]?(0[0-9]+|[0-9]+\\.[0-9]+0)");

    private Literals() {}

    /** Reports numbers, however deep, that would come out differently from how they are written: {@code 3.10} as 3.1. */
    static void checkNumbers(Node node, Problems problems) {
        if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> checkNumbers(item, problems));
        } else if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> checkNumbers(entry.value(), problems));
        } else if (node instanceof Node.Scalar scalar
                && !scalar.quoted()
                && LOSING.matcher(scalar.text()).matches()) {
            String number = scalar(scalar).show();
            problems.add(
                    "losing-number",
                    scalar.position(),
                    scalar.text() + " as a number is " + number,
                    "for text write '" + scalar.text() + "' in quotes, for the number " + number);
        }
    }

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
