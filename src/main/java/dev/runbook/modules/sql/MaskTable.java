package dev.runbook.modules.sql;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.sql.TableMask.Pass;
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
record MaskTable(Masking masking, TableMask table, Pass pass) implements MaskingChange {

    @Override
    public String key() {
        return "mask " + masking.database() + pass.step().substring("mask".length());
    }

    @Override
    public CallDescription describe() {
        return Descriptions.statements(
                pass.inPlace() ? "UPDATE" : "ALTER TABLE", table.table().id(), statements(), effect());
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            if (new Steps(session).isDone(pass.step())) {
                return;
            }
            if (pass.inPlace()) {
                muteTriggers(session);
            }
            if (pass.way().kind() == TableMask.Way.Kind.BATCHES) {
                batches(ports, session);
            } else {
                atOnce(ports, session);
            }
        }
    }

    private Map<String, String> statements() {
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("statement", Statements.mask(table, pass));
        statements.put("sample", Statements.sample(table, pass));
        Originals.remember(table, pass.columns()).ifPresent(statement -> statements.put("originals", statement));
        return statements;
    }

    private String effect() {
        return pass.inPlace()
                ? table.table().size() + ", in place because " + pass.way().why()
                : table.table().size();
    }

    private void atOnce(Ports ports, Database.Session session) throws PortException {
        Steps steps = new Steps(session);
        Instant start = ports.clock().now();
        RowSecurity.lifted(session, table, () -> {
            OldValues before = OldValues.remember(session, masking.place(table), table, pass);
            steps.begin(pass.step(), before.counts());
            steps.run(Statements.mask(table, pass));
            steps.finish(
                    pass.step(),
                    before.rows(),
                    Duration.between(start, ports.clock().now()));
            ports.ticker().at(table.table().id(), before.rows(), before.rows(), "rows");
            return before.rows();
        });
    }

    private void batches(Ports ports, Database.Session session) throws PortException {
        Steps steps = new Steps(session);
        RowSecurity.lifted(session, table, () -> {
            if (!steps.isBegun(pass.step())) {
                steps.begin(
                        pass.step(),
                        OldValues.remember(session, masking.place(table), table, pass)
                                .counts());
            }
            return 0;
        });
        long done = 0;
        boolean more = true;
        while (more) {
            long rows = RowSecurity.lifted(session, table, () -> batch(ports, session));
            more = rows >= 0;
            done += Math.max(0, rows);
            ports.ticker()
                    .at(table.table().id(), done, Math.max(0, table.table().rows()), "rows");
        }
    }

    /** Masks one range of keys; returns the number of rows, or -1 if the step is finished. */
    private long batch(Ports ports, Database.Session session) throws PortException {
        Steps steps = new Steps(session);
        Instant start = ports.clock().now();
        Optional<String> lower = steps.nextKey(pass.step());
        List<List<Optional<String>>> next =
                session.query(Statements.nextKey(table), List.of(new Parameter(lower, true)));
        if (next.isEmpty()) {
            steps.finish(pass.step(), 0, Duration.ZERO);
            return -1;
        }
        String upper = next.get(0).get(0).orElseThrow();
        long rows = steps.run(Statements.mask(table, pass), lower, upper);
        steps.advance(
                pass.step(), upper, rows, Duration.between(start, ports.clock().now()));
        return rows;
    }

    /**
     * Otherwise triggers would copy old values to other tables, and foreign keys would be checked when only one side is
     * masked.
     */
    private void muteTriggers(Database.Session session) throws PortException {
        boolean needed =
                !table.table().triggers().update().isEmpty() || pass.way().why().startsWith("foreign key");
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
                            + pass.way().why()
                            + ") with triggers and foreign keys disabled;"
                            + " the master user of RDS can do that, this user cannot: " + e.getMessage());
        }
    }
}
