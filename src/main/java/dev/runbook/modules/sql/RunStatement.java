package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.util.List;
import java.util.Locale;

/** A statement that is safe to repeat: VACUUM, ANALYZE, REFRESH; for one relation, or for all. */
record RunStatement(DatabaseMasking masking, String action, String relation) implements MaskingChange {

    @Override
    public String key() {
        return (action + " " + masking.database() + " " + relation).strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public CallDescription describe() {
        return StatementDescriptions.statement(
                action, relation.isEmpty() ? masking.database() : relation, statement(), "");
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            session.execute(statement(), List.of());
        }
    }

    private String statement() {
        return relation.isEmpty() ? action : action + " " + relation;
    }
}
