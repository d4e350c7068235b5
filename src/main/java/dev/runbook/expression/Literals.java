package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ScalarType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Converts nodes to plain values without interpreting expressions in them. */
final class Literals {

    private static final Pattern DIGITS = Pattern.compile("[-+]?[0-9]+");

    private Literals() {}

    /** Reports a number whose value prints differently from the source: {@code 3.10} as 3.1, {@code 1e3} as 1000.0. */
    static void checkNumber(Node.Scalar scalar, Problems problems) {
        if (!isNumber(scalar)) {
            return;
        }
        String written = scalar.text();
        String number = scalar(scalar).show();
        if (!number.equals(written)) {
            boolean large = DIGITS.matcher(written).matches() && scalar(scalar) instanceof Value.Decimal;
            problems.add(
                    "losing-number",
                    scalar.position(),
                    written + " as a number is " + number,
                    "for text write '" + written + "' in quotes" + (large ? "" : ", for the number " + number));
        }
    }

    /** Whether the scalar is a number. */
    static boolean isNumber(Node.Scalar scalar) {
        ScalarType type = ScalarType.of(scalar);
        return type == ScalarType.WHOLE || type == ScalarType.DECIMAL;
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
