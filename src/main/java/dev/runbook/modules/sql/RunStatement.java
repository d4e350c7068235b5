package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.util.List;
import java.util.Locale;

/** A statement that is safe to repeat: VACUUM, ANALYZE, REFRESH; for one relation, or for all. */
record RunStatement(Masking masking, String action, String what) implements MaskingChange {

    @Override
    public String key() {
        return (action + " " + masking.database() + " " + what).strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public CallDescription describe() {
        return Descriptions.statement(action, what.isEmpty() ? masking.database() : what, statement(), "");
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            session.execute(statement(), List.of());
        }
    }

    private String statement() {
        return what.isEmpty() ? action : action + " " + what;
    }
}
