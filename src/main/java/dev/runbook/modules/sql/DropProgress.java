package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Progress;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.World;
import java.util.List;

/** Drops the schema {@code _runbook} from the masked clone; the journal records that it is done. */
record DropProgress(DatabaseMasking masking) implements MaskingChange {

    private static final String STATEMENT = "DROP SCHEMA IF EXISTS _runbook CASCADE";

    @Override
    public String key() {
        return "drop progress " + masking.database();
    }

    @Override
    public CallDescription describe() {
        return StatementDescriptions.statement("DROP SCHEMA", masking.database() + "._runbook", STATEMENT, "");
    }

    @Override
    public Progress progress(World world) {
        return world.completed().contains(key()) ? Progress.done() : Progress.needed();
    }

    @Override
    public World predict(World world) {
        return world.withCompleted(key());
    }

    @Override
    public CompletionMode completionMode() {
        return CompletionMode.ONCE;
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            session.execute(STATEMENT, List.of());
        }
    }
}
