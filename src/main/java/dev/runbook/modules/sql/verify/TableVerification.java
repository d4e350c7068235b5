package dev.runbook.modules.sql.verify;

import dev.runbook.expression.Value;
import dev.runbook.modules.sql.rules.MaskedValueCheck;
import dev.runbook.modules.sql.rules.MaskingStatements;
import dev.runbook.modules.sql.rules.TableMask;
import dev.runbook.modules.sql.rules.TableMask.MaskedColumn;
import dev.runbook.modules.sql.rules.TableMask.MaskingPass;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Verifies one table against its rules, with as few scans of it as possible. */
public final class TableVerification {

    private final TableMask mask;
    private final Database.Session session;
    private final VerificationFindings findings;

    public TableVerification(TableMask mask, Database.Session session, VerificationFindings findings) {
        this.mask = mask;
        this.session = session;
        this.findings = findings;
    }

    public void verify() throws PortException {
        if (mask.table().isForeign()) {
            findings.addTable(
                    new Value.Fields(Map.of(
                            "table", new Value.Text(mask.table().id()),
                            "way", new Value.Text("not read: its rows are on another server"))),
                    0);
            return;
        }
        List<KeptTextCheck> scans = KeptTextCheck.of(mask);
        Map<MaskingPass, List<MaskedValueCheck>> probes = new LinkedHashMap<>();
        mask.passes().forEach(pass -> probes.put(pass, MaskedValueCheck.of(pass.columns())));
        CountCursor counts = new CountCursor(Verification.readCounts(session, countQuery(scans, probes)));
        long rows = counts.next();
        Map<String, Value> figures = new LinkedHashMap<>();
        Map<String, Value> columns = new LinkedHashMap<>();
        figures.put("table", new Value.Text(mask.table().id()));
        figures.put("way", new Value.Text(writeModeName()));
        mask.rewriteObstacle().ifPresent(why -> figures.put("why", new Value.Text(why)));
        figures.put("rows", new Value.Whole(rows));
        if (mask.isTruncated() && rows > 0) {
            findings.fail(mask.table().id() + ": " + rows + " rows in a truncated table");
        }
        for (Map.Entry<MaskingPass, List<MaskedValueCheck>> pass : probes.entrySet()) {
            PassBaseline baseline = PassBaseline.read(session, pass.getKey());
            baseline.verifyRows(mask, rows, findings);
            figures.putAll(baseline.reportFigures(mask, rows, findings));
            columns.putAll(new PassVerification(mask, pass.getKey(), baseline, session, findings)
                    .verify(pass.getValue(), counts));
        }
        figures.put("masked", new Value.Fields(columns));
        figures.put("kept", new Value.Fields(keptFigures(scans, counts)));
        findings.addTable(new Value.Fields(figures), mask.maskedColumns().isEmpty() ? 0 : rows);
    }

    /** The query for all counts of the table in one scan; the results are in the order of the expressions. */
    private String countQuery(List<KeptTextCheck> scans, Map<MaskingPass, List<MaskedValueCheck>> probes) {
        List<String> select = new ArrayList<>(List.of("count(*)"));
        probes.forEach((pass, all) -> {
            for (MaskedColumn maskedColumn : pass.columns()) {
                select.add("count(*) FILTER (WHERE " + maskedColumn.column().quotedName() + " IS NULL)");
            }
            all.forEach(valueCheck -> select.add(valueCheck.violationCount(Optional.empty())));
        });
        List<String> texts = new ArrayList<>();
        for (KeptTextCheck textCheck : scans) {
            String text = "_runbook_text" + texts.size();
            texts.add(textCheck.text() + " AS " + text);
            select.addAll(KeptVerification.countExpressions(textCheck, text));
        }
        return "SELECT " + String.join(",\n  ", select) + "\nFROM " + MaskingStatements.onlyTable(mask)
                + (texts.isEmpty()
                        ? ""
                        : " CROSS JOIN LATERAL (SELECT " + String.join(", ", texts) + " OFFSET 0) AS _runbook_kept");
    }

    private Map<String, Value> keptFigures(List<KeptTextCheck> scans, CountCursor counts) {
        Map<String, Value> kept = new LinkedHashMap<>();
        for (KeptTextCheck textCheck : scans) {
            kept.put(textCheck.label(), new KeptVerification(mask.table().id(), findings).verify(textCheck, counts));
        }
        mask.keptColumns().stream()
                .filter(column -> !kept.containsKey(column.column().name()))
                .forEach(column -> kept.put(
                        column.column().name(),
                        new Value.Fields(Map.of("why", KeptVerification.reason(column.mask())))));
        return kept;
    }

    private String writeModeName() {
        if (mask.isTruncated()) {
            return "truncated";
        }
        return mask.passes().isEmpty()
                ? "kept"
                : mask.passes()
                        .get(mask.passes().size() - 1)
                        .writeMethod()
                        .kind()
                        .name()
                        .toLowerCase(Locale.ROOT);
    }
}
