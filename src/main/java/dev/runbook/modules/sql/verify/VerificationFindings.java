package dev.runbook.modules.sql.verify;

import dev.runbook.expression.Value;
import dev.runbook.modules.sql.rules.MaskRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result of a verification: failed checks, skipped checks and counts, never a value. */
public final class VerificationFindings {

    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<Value> tables = new ArrayList<>();
    private final List<Value> foreignKeys = new ArrayList<>();
    private final List<Value> allowedObjects = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long rows;

    public void fail(String what) {
        failed.add(what);
    }

    /** Records a check that could not run; it prevents the verdict "verified". */
    void skip(String what) {
        skipped.add(what);
    }

    /** Records a line for the screen that is not a failure. */
    public void note(String what) {
        notes.add(what);
    }

    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Records an object other than a table that contains originals: a failure, unless a rule allows it. */
    void addObject(String name, String what, MaskRules rules) {
        Optional<String> why = rules.allowReason(name);
        if (why.isPresent()) {
            allowedObjects.add(
                    new Value.Fields(Map.of("object", new Value.Text(name), "why", new Value.Text(why.get()))));
        } else {
            fail(name + ": " + what + " hold" + (what.endsWith("s") ? "" : "s")
                    + " originals of masked columns; change it"
                    + " in the source, or allow it under 'objects' in the rules");
        }
    }

    void addTable(Value.Fields figures, long rowsMasked) {
        tables.add(figures);
        rows += rowsMasked;
    }

    /** @param before the number of rows without a parent before the masking */
    void addForeignKey(String name, long orphans, long before) {
        Map<String, Value> figures = new LinkedHashMap<>();
        figures.put("name", new Value.Text(name));
        figures.put("orphans", new Value.Whole(orphans));
        figures.put("orphans_before", new Value.Whole(before));
        foreignKeys.add(new Value.Fields(figures));
        if (orphans > before) {
            fail("foreign key " + name + ": " + orphans + " rows without a parent"
                    + (before > 0 ? ", " + before + " before" : ""));
        }
    }

    public long rows() {
        return rows;
    }

    public String verdict() {
        return !failed.isEmpty() ? "failed" : skipped.isEmpty() ? "verified" : "not verified";
    }

    /** The failed and skipped checks in one line. */
    public String summary() {
        List<String> all = new ArrayList<>(failed);
        skipped.forEach(what -> all.add("not checked: " + what));
        String first = String.join("; ", all.subList(0, Math.min(3, all.size())));
        return all.size() > 3 ? first + "; and " + (all.size() - 3) + " more" : first;
    }

    public Map<String, Value> report() {
        Map<String, Value> report = new LinkedHashMap<>();
        report.put("verdict", new Value.Text(verdict()));
        report.put("failed", texts(failed));
        report.put("skipped", texts(skipped));
        report.put("rows", new Value.Whole(rows));
        report.put("tables", new Value.Items(tables));
        report.put("foreign_keys", new Value.Items(foreignKeys));
        report.put("objects_allowed", new Value.Items(allowedObjects));
        report.put("notes", texts(notes));
        return report;
    }

    private static Value texts(List<String> texts) {
        return new Value.Items(texts.stream().<Value>map(Value.Text::new).toList());
    }
}
