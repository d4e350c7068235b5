package dev.runbook.modules.sql;

import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies a masking with read-only queries that return counts, never values. */
final class Verification {

    private final Masking masking;
    private final Database.Session session;
    private final Findings findings = new Findings();

    Verification(Masking masking, Database.Session session) {
        this.masking = masking;
        this.session = session;
    }

    Findings run() throws PortException {
        new Visibility(masking, session, findings).verify();
        for (TableMask table : masking.tables()) {
            new TableVerification(table, session, findings).verify();
        }
        for (Catalogue.ForeignKey key : masking.foreignKeys()) {
            verify(key);
        }
        new StatisticsVerification(masking, session, findings).verify();
        new ObjectVerification(masking, session, findings).verify();
        return findings;
    }

    private void verify(Catalogue.ForeignKey key) throws PortException {
        Optional<String> before = session.query(
                        "SELECT (SELECT rows FROM _runbook.progress WHERE step = " + Sql.text(ForeignKeys.step(key))
                                + ")",
                        List.of())
                .get(0)
                .get(0);
        long orphans = numbers(session, ForeignKeys.orphans(masking, key)).get(0);
        findings.foreignKey(
                key.sourceTable() + "." + key.name(),
                orphans,
                before.map(Long::valueOf).orElse(0L));
    }

    /** The counts in the only row of a query. */
    static List<Long> numbers(Database.Session session, String sql) throws PortException {
        List<Long> numbers = new ArrayList<>();
        session.query(sql, List.of()).get(0).forEach(number -> numbers.add(Long.valueOf(number.orElse("0"))));
        return numbers;
    }
}
