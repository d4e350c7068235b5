package dev.runbook.modules.sql;

import dev.runbook.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a verification has found: what failed, what could not be looked at, and the figures behind it. Never a value. */
final class Findings {

    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<Value> tables = new ArrayList<>();
    private final List<Value> foreignKeys = new ArrayList<>();
    private long rows;

    void fail(String what) {
        failed.add(what);
    }

    /** A check that was not made counts against the verdict. */
    void skip(String what) {
        skipped.add(what);
    }

    void table(Value.Fields figures, long rowsMasked) {
        tables.add(figures);
        rows += rowsMasked;
    }

    void foreignKey(String name, long orphans) {
        Map<String, Value> figures = new LinkedHashMap<>();
        figures.put("name", new Value.Text(name));
        figures.put("orphans", new Value.Whole(orphans));
        foreignKeys.add(new Value.Fields(figures));
        if (orphans > 0) {
            fail("foreign key " + name + ": " + orphans + " rows without their parent");
        }
    }

    long rows() {
        return rows;
    }

    String verdict() {
        return !failed.isEmpty() ? "failed" : skipped.isEmpty() ? "verified" : "not verified";
    }

    /** What is wrong, in one line. */
    String summary() {
        List<String> all = new ArrayList<>(failed);
        skipped.forEach(what -> all.add("not checked: " + what));
        String first = String.join("; ", all.subList(0, Math.min(3, all.size())));
        return all.size() > 3 ? first + "; and " + (all.size() - 3) + " more" : first;
    }

    Map<String, Value> report() {
        Map<String, Value> report = new LinkedHashMap<>();
        report.put("verdict", new Value.Text(verdict()));
        report.put("failed", texts(failed));
        report.put("skipped", texts(skipped));
        report.put("rows", new Value.Whole(rows));
        report.put("tables", new Value.Items(tables));
        report.put("foreign_keys", new Value.Items(foreignKeys));
        return report;
    }

    private static Value texts(List<String> texts) {
        return new Value.Items(texts.stream().<Value>map(Value.Text::new).toList());
    }
}
