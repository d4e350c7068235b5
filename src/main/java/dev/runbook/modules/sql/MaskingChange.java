package dev.runbook.modules.sql;

import dev.runbook.modules.Change;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.world.World;
import java.util.List;

/** A change to the data of a clone: done once the clone is tagged as masked, and safe to apply again. */
interface MaskingChange extends Change {

    DatabaseMasking masking();

    @Override
    default Subject subject() {
        return new Subject.OwnDatabase(masking().instance().id());
    }

    @Override
    default Progress progress(World world) {
        return masking().progress(world);
    }

    @Override
    default World predict(World world) {
        return world;
    }

    /** A database connection needs database credentials, not AWS permissions. */
    @Override
    default List<Permission> permissions() {
        return List.of();
    }

    @Override
    default CompletionMode completionMode() {
        return CompletionMode.IMMEDIATE;
    }
}
