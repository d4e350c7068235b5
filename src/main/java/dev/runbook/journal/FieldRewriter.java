package dev.runbook.journal;

import dev.runbook.expression.Value;

/** Replaces the values of fields, such as those that hold a secret. */
@FunctionalInterface
public interface FieldRewriter {

    /**
     * The replacement of a value.
     *
     * @param verbatim whether later runs read the field, so that its texts must not change
     */
    Value rewrite(Value value, boolean verbatim);
}
