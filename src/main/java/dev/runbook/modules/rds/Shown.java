package dev.runbook.modules.rds;

import dev.runbook.expression.Value;
import dev.runbook.world.ResourceId;

/** World's values as values of the language. */
final class Shown {

    private Shown() {}

    /** In a check the id of an instance not yet made is known only when run. */
    static Value resourceId(ResourceId id) {
        return id.isPredicted() ? new Value.Unknown("resource id") : new Value.Text(id.id());
    }
}
