package dev.runbook.modules.sql;

import dev.runbook.expression.Json;
import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.modules.sql.catalogue.Catalogue;
import dev.runbook.modules.sql.catalogue.CatalogueReader;
import dev.runbook.modules.sql.rules.KeyedRules;
import dev.runbook.modules.sql.rules.KeyedSession;
import dev.runbook.modules.sql.verify.VerificationFindings;
import dev.runbook.port.Database;
import dev.runbook.port.DatabaseAddress;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Masks and verifies temporary copies of some rows of the current target, in a transaction that is rolled back. Finds
 * mistakes in the rules before production is cloned, and reads no row of production.
 *
 * @param rows the number of rows per table
 */
record PreviewRules(InstanceId target, DatabaseAddress address, KeyedRules rules, int rows) implements Change {

    @Override
    public String key() {
        return "try rules " + address.database();
    }

    @Override
    public CallDescription describe() {
        return new CallDescription(
                "sql",
                "TRY RULES",
                target + "/" + address.database(),
                new Value.Fields(Map.of("rows", new Value.Whole(rows))),
                "masks and verifies copies of this many rows per table, then rolls back");
    }

    @Override
    public Subject subject() {
        return new Subject.TargetDatabase(target);
    }

    @Override
    public Progress progress(World world) {
        return world.completed().contains(key()) ? Progress.done() : Progress.needed();
    }

    @Override
    public World predict(World world) {
        return world.withCompleted(key());
    }

    @Override
    public List<Permission> permissions() {
        return List.of();
    }

    @Override
    public CompletionMode completionMode() {
        return CompletionMode.ONCE;
    }

    @Override
    public void apply(Ports ports) throws PortException {
        VerificationFindings findings = new VerificationFindings();
        try (Database.Session session = KeyedSession.of(ports.database().open(address), rules.key())) {
            Catalogue catalogue = CatalogueReader.read(session, address.user());
            findings.note(session.runAndRollBack(() -> {
                session.execute("SET LOCAL lock_timeout = '5s'", List.of());
                PrepareMasking.createFunctions(session);
                return new TableCopyPreview(session, rules.rules(), catalogue, rows, findings).run();
            }));
        }
        findings.notes().forEach(ports.progress()::line);
        Map<String, Value> report = new LinkedHashMap<>();
        report.put("tried_on", new Value.Text(target.name()));
        report.put("database", new Value.Text(address.database()));
        report.put("rules_digest", new Value.Text(rules.digest()));
        report.putAll(findings.report());
        boolean passed = findings.verdict().equals("verified");
        report.put("verdict", new Value.Text(passed ? "" : "failed"));
        String path = ports.evidence()
                .save("tried-" + address.database() + ".json", Json.writePretty(new Value.Fields(report)));
        if (!passed) {
            throw new PortException(
                    PortException.Kind.BROKEN,
                    "sql-mask " + target,
                    "the rules fail on the target's own rows: " + findings.summary() + "; nothing was changed; report: "
                            + path);
        }
    }
}
