package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.MaskingStatements;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.TableMask.MaskingPass;
import dev.runbook.modules.sql.verify.OriginalFingerprints;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Masks columns of a table: in one statement, or in batches that each record their progress. */
record MaskTable(DatabaseMasking masking, TableMask table, MaskingPass pass) implements MaskingChange {

    @Override
    public String key() {
        return "mask " + masking.database() + pass.step().substring("mask".length());
    }

    @Override
    public CallDescription describe() {
        return StatementDescriptions.statements(
                pass.isInPlace() ? "UPDATE" : "ALTER TABLE", table.table().id(), statements(), effect());
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            if (new ProgressTable(session).isDone(pass.step())) {
                return;
            }
            if (pass.isInPlace()) {
                disableTriggers(session);
            }
            if (pass.writeMethod().kind() == TableMask.WriteMethod.WriteMode.BATCHES) {
                maskInBatches(ports, session);
            } else {
                maskWhole(ports, session);
            }
        }
    }

    private Map<String, String> statements() {
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("statement", MaskingStatements.mask(table, pass));
        statements.put("sample", MaskingStatements.sample(table, pass));
        OriginalFingerprints.insertStatement(table, pass.columns())
                .ifPresent(statement -> statements.put("originals", statement));
        return statements;
    }

    private String effect() {
        return pass.isInPlace()
                ? table.table().rowEstimate() + ", in place because "
                        + pass.writeMethod().why()
                : table.table().rowEstimate();
    }

    private void maskWhole(Ports ports, Database.Session session) throws PortException {
        ProgressTable progressTable = new ProgressTable(session);
        Instant start = ports.clock().now();
        ForcedRowSecurity.runWithoutForce(session, table, () -> {
            BaselineCapture baseline = BaselineCapture.capture(session, masking.qualifiedName(table), table, pass);
            progressTable.begin(pass.step(), baseline.counts());
            progressTable.runStatement(MaskingStatements.mask(table, pass));
            progressTable.finish(
                    pass.step(),
                    baseline.rows(),
                    Duration.between(start, ports.clock().now()));
            ports.progress().report(table.table().id(), baseline.rows(), baseline.rows(), "rows");
            return baseline.rows();
        });
    }

    private void maskInBatches(Ports ports, Database.Session session) throws PortException {
        ProgressTable progressTable = new ProgressTable(session);
        ForcedRowSecurity.runWithoutForce(session, table, () -> {
            if (!progressTable.isStarted(pass.step())) {
                progressTable.begin(
                        pass.step(),
                        BaselineCapture.capture(session, masking.qualifiedName(table), table, pass)
                                .counts());
            }
            return 0;
        });
        long done = 0;
        boolean more = true;
        while (more) {
            long rows = ForcedRowSecurity.runWithoutForce(session, table, () -> maskBatch(ports, session));
            more = rows >= 0;
            done += Math.max(0, rows);
            ports.progress()
                    .report(table.table().id(), done, Math.max(0, table.table().rows()), "rows");
        }
    }

    /** Masks one range of keys; returns the number of rows, or -1 if the step is finished. */
    private long maskBatch(Ports ports, Database.Session session) throws PortException {
        ProgressTable progressTable = new ProgressTable(session);
        Instant start = ports.clock().now();
        Optional<String> lower = progressTable.nextKey(pass.step());
        List<List<Optional<String>>> next =
                session.query(MaskingStatements.nextKey(table), List.of(new Parameter(lower, true)));
        if (next.isEmpty()) {
            progressTable.finish(pass.step(), 0, Duration.ZERO);
            return -1;
        }
        String upper = next.get(0).get(0).orElseThrow();
        long rows = progressTable.runStatement(MaskingStatements.mask(table, pass), lower, upper);
        progressTable.advance(
                pass.step(), upper, rows, Duration.between(start, ports.clock().now()));
        return rows;
    }

    /**
     * Otherwise triggers would copy old values to other tables, and foreign keys would be checked when only one side is
     * masked.
     */
    private void disableTriggers(Database.Session session) throws PortException {
        boolean needed = !table.table().triggers().update().isEmpty()
                || pass.writeMethod().why().startsWith("foreign key");
        if (!needed) {
            return;
        }
        try {
            session.execute("SET session_replication_role = replica", List.of());
        } catch (PortException e) {
            throw new PortException(
                    e.kind(),
                    "sql:SET session_replication_role",
                    table.table().id() + " must be updated in place ("
                            + pass.writeMethod().why()
                            + ") with triggers and foreign keys disabled;"
                            + " the master user of RDS can do that, this user cannot: " + e.getMessage());
        }
    }
}
