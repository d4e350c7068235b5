package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;

/**
 * A use of a variable in an expression.
 *
 * @param optional whether the expression handles an undefined value, by {@code default} or {@code is defined}
 * @param scalar the scalar that holds the expression
 * @param offset of the name in the scalar's text
 */
public record Reference(String name, boolean optional, Node.Scalar scalar, int offset) {

    public Position position() {
        return Offsets.locate(scalar, offset);
    }
}
