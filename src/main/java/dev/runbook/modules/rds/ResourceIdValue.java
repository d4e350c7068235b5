package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.world.ResourceId;

/** Converts values of the world to values of the expression language. */
final class ResourceIdValue {

    private ResourceIdValue() {}

    /** The resource id; unknown for an instance that is only predicted. */
    static Value of(ResourceId id) {
        return id.isPredicted() ? new Value.Unknown("resource id") : new Value.Text(id.id());
    }
}
