package dev.runbook.journal;

import dev.runbook.expression.Value;

/** Replaces the values of fields, such as those that hold a secret. */
@FunctionalInterface
public interface FieldRewriter {

    /**
     * The value to be written instead.
     *
     * @param verbatim whether later runs read the field, so that its texts must stay
     */
    Value rewrite(Value value, boolean verbatim);
}
