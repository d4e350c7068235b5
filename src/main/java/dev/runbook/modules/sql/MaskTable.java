package dev.runbook.modules.sql;

import dev.runbook.modules.Description;
import dev.runbook.port.Database;
import dev.runbook.port.Database.Parameter;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Masks every column of a table that has a strategy: one rewrite, or batches that each leave their progress behind. */
record MaskTable(Masking masking, TableMask table) implements MaskingChange {

    @Override
    public String key() {
        return "mask " + masking.database() + " " + table.table().id();
    }

    @Override
    public Description describe() {
        return Descriptions.statements(
                table.inPlace() ? "UPDATE" : "ALTER TABLE", table.table().id(), statements(), effect());
    }

    @Override
    public void apply(Ports ports) throws PortException {
        try (Database.Session session = masking.open(ports)) {
            if (new Steps(session).isDone(step())) {
                return;
            }
            if (table.inPlace()) {
                muteTriggers(session);
            }
            if (table.way().kind() == TableMask.Way.Kind.BATCHES) {
                batches(ports, session);
            } else {
                atOnce(ports, session);
            }
        }
    }

    private Map<String, String> statements() {
        Map<String, String> statements = new LinkedHashMap<>();
        statements.put("statement", Statements.mask(table));
        statements.put("sample", Statements.sample(table));
        return statements;
    }

    private String effect() {
        return table.inPlace()
                ? table.table().size() + ", in place because " + table.way().why()
                : table.table().size();
    }

    private String step() {
        return Statements.step(table);
    }

    private void atOnce(Ports ports, Database.Session session) throws PortException {
        Steps steps = new Steps(session);
        Instant start = ports.clock().now();
        session.transaction(() -> {
            String before = before(session);
            steps.begin(step(), before);
            session.execute(Statements.mask(table), List.of());
            long rows = Long.parseLong(session.query(
                            "SELECT before ->> 'rows' FROM _runbook.progress WHERE step = ?",
                            List.of(Parameter.of(step())))
                    .get(0)
                    .get(0)
                    .orElse("0"));
            steps.finish(step(), rows, Duration.between(start, ports.clock().now()));
            ports.ticker().at(table.table().id(), rows, rows, "rows");
            return rows;
        });
    }

    private void batches(Ports ports, Database.Session session) throws PortException {
        Steps steps = new Steps(session);
        session.transaction(() -> {
            if (!steps.isBegun(step())) {
                steps.begin(step(), before(session));
            }
            return 0;
        });
        long done = 0;
        boolean more = true;
        while (more) {
            long rows = session.transaction(() -> batch(ports, session));
            more = rows >= 0;
            done += Math.max(0, rows);
            ports.ticker()
                    .at(table.table().id(), done, Math.max(0, table.table().rows()), "rows");
        }
    }

    /** One range of keys, or the end of the step: -1. */
    private long batch(Ports ports, Database.Session session) throws PortException {
        Steps steps = new Steps(session);
        Instant start = ports.clock().now();
        List<Parameter> lower = lowerBound(session, steps.nextKey(step()));
        List<List<Optional<String>>> next = session.query(Statements.nextKey(table), lower);
        if (next.isEmpty()) {
            steps.finish(step(), 0, Duration.ZERO);
            return -1;
        }
        String upper = next.get(0).get(0).orElseThrow();
        List<Parameter> range = new ArrayList<>(lower);
        range.addAll(key(session, upper));
        long rows = session.execute(Statements.mask(table), range);
        steps.advance(step(), upper, rows, Duration.between(start, ports.clock().now()));
        return rows;
    }

    /** The first key's value once more in front, for the question whether there is a lower bound. */
    private List<Parameter> lowerBound(Database.Session session, Optional<String> key) throws PortException {
        List<Parameter> values = new ArrayList<>();
        if (key.isPresent()) {
            values.addAll(key(session, key.get()));
        } else {
            table.table().key().forEach(column -> values.add(new Parameter(Optional.empty(), false)));
        }
        values.add(0, values.get(0));
        return values;
    }

    private static List<Parameter> key(Database.Session session, String json) throws PortException {
        List<Parameter> values = new ArrayList<>();
        for (List<Optional<String>> row :
                session.query("SELECT jsonb_array_elements_text(?::jsonb)", List.of(Parameter.of(json)))) {
            values.add(new Parameter(row.get(0), true));
        }
        return values;
    }

    private String before(Database.Session session) throws PortException {
        session.execute(Statements.sample(table), List.of());
        return session.query(Statements.counts(table), List.of()).get(0).get(0).orElseThrow();
    }

    /** Without this right, triggers would copy the old values elsewhere and foreign keys would be checked half way. */
    private void muteTriggers(Database.Session session) throws PortException {
        boolean needed =
                !table.table().updateTriggers().isEmpty() || table.way().why().startsWith("foreign key");
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
                            + table.way().why()
                            + "), and its triggers and foreign keys have to rest meanwhile;"
                            + " the master user of RDS may do that, this user may not: " + e.getMessage());
        }
    }
}
