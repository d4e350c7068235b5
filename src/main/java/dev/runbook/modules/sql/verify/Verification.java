package dev.runbook.modules.sql.verify;

import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.Sql;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies a masking with read-only queries that return counts, never values. */
public final class Verification {

    private final DatabaseMasking masking;
    private final Database.Session session;
    private final VerificationFindings findings = new VerificationFindings();

    public Verification(DatabaseMasking masking, Database.Session session) {
        this.masking = masking;
        this.session = session;
    }

    public VerificationFindings run() throws PortException {
        new VisibilityVerification(masking, session, findings).verify();
        for (TableMask table : masking.tables()) {
            new TableVerification(table, session, findings).verify();
        }
        for (Catalogue.ForeignKey key : masking.foreignKeys()) {
            verifyForeignKey(key);
        }
        new StatisticsVerification(masking, session, findings).verify();
        new ObjectVerification(masking, session, findings).verify();
        return findings;
    }

    private void verifyForeignKey(Catalogue.ForeignKey key) throws PortException {
        Optional<String> before = session.query(
                        "SELECT (SELECT rows FROM _runbook.progress WHERE step = " + Sql.text(OrphanRows.stepName(key))
                                + ")",
                        List.of())
                .get(0)
                .get(0);
        long orphans = readCounts(session, OrphanRows.countQuery(masking, key)).get(0);
        findings.addForeignKey(
                key.sourceTable() + "." + key.name(),
                orphans,
                before.map(Long::valueOf).orElse(0L));
    }

    /** The counts in the only row of a query. */
    public static List<Long> readCounts(Database.Session session, String sql) throws PortException {
        List<Long> numbers = new ArrayList<>();
        session.query(sql, List.of()).get(0).forEach(number -> numbers.add(Long.valueOf(number.orElse("0"))));
        return numbers;
    }
}
