package dev.runbook.engine;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Value;
import dev.runbook.runbook.Include;
import dev.runbook.runbook.ModuleCatalogue;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.TimeSpan;

/** The values that an included file is given. */
final class Inputs {

    private Inputs() {}

    /** The value, which is of the type that the file declares. */
    static Value typed(Include.Input input, Value value) throws ExpressionException {
        boolean text = value instanceof Value.Text || value instanceof Value.Secret;
        boolean number = value instanceof Value.Whole || value instanceof Value.Decimal || value instanceof Value.Bool;
        boolean fits = value instanceof Value.Unknown
                || switch (input.kind()) {
                    case TEXT -> text || number;
                    case WHOLE -> value instanceof Value.Whole;
                    case BOOL -> value instanceof Value.Bool;
                    case DURATION -> TimeSpan.parse(value.show()).isPresent();
                    case LIST -> value instanceof Value.Items;
                    case MAPPING -> value instanceof Value.Fields;
                    case ANY, CONDITION, EXPRESSION -> true;
                };
        if (!fits) {
            throw new ExpressionException(new Problem(
                    "wrong-type",
                    input.value().position(),
                    "the input '" + input.name() + "' must be " + input.kind().words() + ", not " + value.kind(),
                    ""));
        }
        return input.kind() == ModuleCatalogue.Kind.TEXT && number ? new Value.Text(value.show()) : value;
    }
}
