package dev.runbook.engine.task;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Value;
import dev.runbook.runbook.Include;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.ValueType;

/** The values that an included file is given. */
public final class IncludeInputs {

    private IncludeInputs() {}

    /** The value, which is of the type that the file declares. */
    public static Value convert(Include.InputValue input, Value value) throws ExpressionException {
        boolean number = value instanceof Value.Whole || value instanceof Value.Decimal || value instanceof Value.Bool;
        Value typed = input.type() == ValueType.TEXT && number ? new Value.Text(value.show()) : value;
        if (!(value instanceof Value.Unknown || ArgReader.fits(input.type(), typed))) {
            throw new ExpressionException(new Problem(
                    "wrong-type",
                    input.value().position(),
                    "the input '" + input.name() + "' must be " + input.type().words() + ", not " + value.kind(),
                    ""));
        }
        return typed;
    }
}
