package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.world.ResourceId;

/** Converts values of the world to values of the expression language. */
final class Shown {

    private Shown() {}

    /** The resource id; unknown for an instance that is only predicted. */
    static Value resourceId(ResourceId id) {
        return id.isPredicted() ? new Value.Unknown("resource id") : new Value.Text(id.id());
    }
}
