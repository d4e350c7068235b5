package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.MaskingStatements;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.time.Duration;
import java.time.Instant;

/** Deletes the rows that a table's rule selects, once; triggers fire and deletes cascade. */
record DeleteRows(DatabaseMasking masking, TableMask table) implements MaskingChange {

    @Override
    public String key() {
        return "delete " + masking.database() + " " + table.table().id();
    }

    @Override
    public CallDescription describe() {
        return StatementDescriptions.statement(
                "DELETE",
                table.table().id(),
                MaskingStatements.delete(table),
                "of " + table.table().rowEstimate());
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            ProgressTable progressTable = new ProgressTable(session);
            Instant start = ports.clock().now();
            ForcedRowSecurity.runWithoutForce(session, table, () -> {
                if (!progressTable.isDone(key())) {
                    long rows = progressTable.runStatement(MaskingStatements.delete(table));
                    progressTable.recordWork(table, key());
                    progressTable.finish(
                            key(), rows, Duration.between(start, ports.clock().now()));
                }
                return 0;
            });
        }
    }
}
