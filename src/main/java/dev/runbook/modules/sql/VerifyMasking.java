package dev.runbook.modules.sql;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.verify.Verification;
import dev.runbook.modules.sql.verify.VerificationFindings;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Verifies the masked tables, writes the report, and fails if a check failed or could not run. */
record VerifyMasking(DatabaseMasking masking, String refresh, MaskingResult maskingResult) implements MaskingChange {

    private static final String CHECKS =
            "form of every masked value and document, unchanged values per column and path, rows and NULLs as before,"
                    + " foreign keys, originals and lookalikes in what is kept, originals in materialised views, comments,"
                    + " defaults, constraints, functions and the like, the server's statistics";

    @Override
    public String key() {
        return "verify " + masking.database();
    }

    @Override
    public CallDescription describe() {
        return new CallDescription(
                "sql",
                "VERIFY",
                masking.database(),
                new Value.Fields(Map.of("checks", new Value.Text(CHECKS))),
                masking.tables().size() + " tables, reads only");
    }

    @Override
    public void apply(Ports ports) throws PortException {
        Instant start = ports.clock().now();
        VerificationFindings findings;
        String version;
        try (Database.Session session = masking.openReadOnly(ports)) {
            version = session.query("SHOW server_version", List.of())
                    .get(0)
                    .get(0)
                    .orElse("");
            findings = ForcedRowSecurity.runWithoutForce(
                    session, masking.tables(), () -> new Verification(masking, session).run());
        }
        findings.notes().forEach(ports.progress()::line);
        Map<String, Value> report = new LinkedHashMap<>();
        report.put("refresh", new Value.Text(refresh));
        report.put("instance", new Value.Text(masking.instance().id().name()));
        report.put("resource_id", new Value.Text(masking.instance().resourceId().id()));
        report.put("database", new Value.Text(masking.database()));
        report.put("engine", new Value.Text("PostgreSQL " + version));
        report.put("rules_digest", new Value.Text(masking.rules().digest()));
        report.put("key_id", new Value.Text(masking.rules().key().id()));
        report.put("verification_started", new Value.Text(start.toString()));
        report.put("verification_ended", new Value.Text(ports.clock().now().toString()));
        report.putAll(findings.report());
        String path = ports.evidence()
                .save("masking-" + masking.database() + ".json", Json.writePretty(new Value.Fields(report)));
        maskingResult.set(findings.rows(), path);
        if (!findings.verdict().equals("verified")) {
            throw new PortException(
                    PortException.Kind.BROKEN,
                    "sql-mask " + masking.instance().id(),
                    "masking " + findings.verdict() + ": " + findings.summary() + "; report: " + path
                            + "; make the rules stricter and run the same command again, or "
                            + SqlMask.discardAdvice(masking.instance()));
        }
    }
}
