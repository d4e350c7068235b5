package dev.runbook.modules.sql;

import dev.runbook.expression.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Searches kept values for originals of masked columns and for personal data. */
record KeptVerification(String table, Findings findings) {

    /** Aggregates over the text of a scan; {@link #verify} reads their results in this order. */
    static List<String> questions(Scan scan, String text) {
        List<String> questions = new ArrayList<>();
        questions.add("count(" + text + ")");
        questions.add(scan.bytes() ? filtered(Strings.isUnreadable(text)) : "0");
        questions.add(filtered(Originals.in(text)));
        scan.lookalikes().forEach(lookalike -> questions.add(filtered(lookalike.in(text))));
        return questions;
    }

    private static String filtered(String condition) {
        return "count(*) FILTER (WHERE " + condition + ")";
    }

    Value verify(Scan scan, Counts counts) {
        Map<String, Value> figures = new LinkedHashMap<>();
        String name = table + "." + scan.label() + " is kept, and ";
        figures.put("why", why(scan.keep()));
        long values = counts.next();
        long unreadable = counts.next();
        if (unreadable > 0) {
            figures.put("not_readable", new Value.Whole(unreadable));
            findings.skip(name + unreadable + " of its values are bytes that are not text;"
                    + " mask it, or write {mask: keep, scan: false, why: ...}");
        }
        long originals = counts.next();
        figures.put("originals_of_masked_columns", new Value.Whole(originals));
        if (originals > 0) {
            findings.fail(name + originals + " of its values hold originals of masked columns");
        }
        for (Lookalike lookalike : scan.lookalikes()) {
            long hits = counts.next();
            figures.put(lookalike.figure(), new Value.Whole(hits));
            // One number in ten passes the checksum of a card by chance.
            long allowed = Math.max(scan.keep().lookalikesMax(), scan.identifiers() ? values / 2 : 0);
            if (hits > allowed) {
                findings.fail(name + hits + " of its values look like " + lookalike.withArticle()
                        + "; mask it, or write {mask: keep, lookalikes: " + hits + ", why: ...}");
            }
        }
        return new Value.Fields(figures);
    }

    static Value why(Mask.Keep keep) {
        return new Value.Text(keep.why().isEmpty() ? "a rule of its own" : keep.why());
    }
}
