package dev.runbook.modules.sql;

import dev.runbook.expression.Value;
import dev.runbook.modules.sql.TableMask.Masked;
import dev.runbook.modules.sql.TableMask.Pass;
import dev.runbook.port.Database;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Verifies one table against its rules, with as few scans of it as possible. */
final class TableVerification {

    private final TableMask mask;
    private final Database.Session session;
    private final Findings findings;

    TableVerification(TableMask mask, Database.Session session, Findings findings) {
        this.mask = mask;
        this.session = session;
        this.findings = findings;
    }

    void verify() throws PortException {
        if (mask.table().isForeign()) {
            findings.table(
                    new Value.Fields(Map.of(
                            "table", new Value.Text(mask.table().id()),
                            "way", new Value.Text("not read: its rows are on another server"))),
                    0);
            return;
        }
        List<Scan> scans = Scan.of(mask);
        Map<Pass, List<Probe>> probes = new LinkedHashMap<>();
        mask.passes().forEach(pass -> probes.put(pass, Probe.of(pass.columns())));
        Counts counts = new Counts(Verification.numbers(session, question(scans, probes)));
        long rows = counts.next();
        Map<String, Value> figures = new LinkedHashMap<>();
        Map<String, Value> columns = new LinkedHashMap<>();
        figures.put("table", new Value.Text(mask.table().id()));
        figures.put("way", new Value.Text(way()));
        mask.obstacle().ifPresent(why -> figures.put("why", new Value.Text(why)));
        figures.put("rows", new Value.Whole(rows));
        if (mask.truncated() && rows > 0) {
            findings.fail(mask.table().id() + ": " + rows + " rows in a truncated table");
        }
        for (Map.Entry<Pass, List<Probe>> pass : probes.entrySet()) {
            Before before = Before.read(session, pass.getKey());
            before.hold(mask, rows, findings);
            figures.putAll(before.figures(mask, rows, findings));
            columns.putAll(new PassVerification(mask, pass.getKey(), before, session, findings)
                    .verify(pass.getValue(), counts));
        }
        figures.put("masked", new Value.Fields(columns));
        figures.put("kept", new Value.Fields(kept(scans, counts)));
        findings.table(new Value.Fields(figures), mask.masked().isEmpty() ? 0 : rows);
    }

    /** The query for all counts of the table in one scan; the results are in the order of the expressions. */
    private String question(List<Scan> scans, Map<Pass, List<Probe>> probes) {
        List<String> select = new ArrayList<>(List.of("count(*)"));
        probes.forEach((pass, all) -> {
            for (Masked masked : pass.columns()) {
                select.add("count(*) FILTER (WHERE " + masked.column().quoted() + " IS NULL)");
            }
            all.forEach(probe -> select.add(probe.wrongCount(Optional.empty())));
        });
        List<String> texts = new ArrayList<>();
        for (Scan scan : scans) {
            String text = "_runbook_text" + texts.size();
            texts.add(scan.text() + " AS " + text);
            select.addAll(KeptVerification.questions(scan, text));
        }
        return "SELECT " + String.join(",\n  ", select) + "\nFROM " + Statements.only(mask)
                + (texts.isEmpty()
                        ? ""
                        : " CROSS JOIN LATERAL (SELECT " + String.join(", ", texts) + " OFFSET 0) AS _runbook_kept");
    }

    private Map<String, Value> kept(List<Scan> scans, Counts counts) {
        Map<String, Value> kept = new LinkedHashMap<>();
        for (Scan scan : scans) {
            kept.put(scan.label(), new KeptVerification(mask.table().id(), findings).verify(scan, counts));
        }
        mask.kept().stream()
                .filter(column -> !kept.containsKey(column.column().name()))
                .forEach(column -> kept.put(
                        column.column().name(), new Value.Fields(Map.of("why", KeptVerification.why(column.mask())))));
        return kept;
    }

    private String way() {
        if (mask.truncated()) {
            return "truncated";
        }
        return mask.passes().isEmpty()
                ? "kept"
                : mask.passes()
                        .get(mask.passes().size() - 1)
                        .way()
                        .kind()
                        .name()
                        .toLowerCase(Locale.ROOT);
    }
}
