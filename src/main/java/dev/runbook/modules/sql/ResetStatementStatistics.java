package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.util.List;

/** Resets {@code pg_stat_statements}, whose texts may contain values from production. */
record ResetStatementStatistics(DatabaseMasking masking) implements MaskingChange {

    /** An extension that is created but not preloaded has recorded nothing. */
    private static final String STATEMENT = """
            DO $$
            DECLARE place text := (SELECT n.nspname FROM pg_extension x JOIN pg_namespace n ON n.oid = x.extnamespace
              WHERE x.extname = 'pg_stat_statements');
            BEGIN
              EXECUTE format('SELECT %I.pg_stat_statements_reset()', place);
            EXCEPTION WHEN object_not_in_prerequisite_state THEN NULL;
            END $$
            """;

    @Override
    public String key() {
        return "forget statements " + masking.database();
    }

    @Override
    public CallDescription describe() {
        return StatementDescriptions.statement("RESET", "pg_stat_statements", STATEMENT.strip(), "");
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            session.execute(STATEMENT, List.of());
        }
    }
}
