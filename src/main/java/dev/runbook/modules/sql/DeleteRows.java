package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.time.Duration;
import java.time.Instant;

/** Deletes the rows that a table's rule selects, once; triggers fire and deletes cascade. */
record DeleteRows(Masking masking, TableMask table) implements MaskingChange {

    @Override
    public String key() {
        return "delete " + masking.database() + " " + table.table().id();
    }

    @Override
    public CallDescription describe() {
        return Descriptions.statement(
                "DELETE",
                table.table().id(),
                Statements.delete(table),
                "of " + table.table().size());
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            Steps steps = new Steps(session);
            Instant start = ports.clock().now();
            RowSecurity.lifted(session, table, () -> {
                if (!steps.isDone(key())) {
                    long rows = steps.run(Statements.delete(table));
                    steps.remember(table, key());
                    steps.finish(
                            key(), rows, Duration.between(start, ports.clock().now()));
                }
                return 0;
            });
        }
    }
}
