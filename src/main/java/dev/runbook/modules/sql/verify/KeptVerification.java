package dev.runbook.modules.sql.verify;

import dev.runbook.expression.Value;
import dev.runbook.modules.sql.rules.Mask;
import dev.runbook.modules.sql.rules.TextExtraction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Searches kept values for originals of masked columns and for personal data. */
record KeptVerification(String table, VerificationFindings findings) {

    /** Aggregates over the text of a scan; {@link #verify} reads their results in this order. */
    static List<String> countExpressions(KeptTextCheck textCheck, String text) {
        List<String> questions = new ArrayList<>();
        questions.add("count(" + text + ")");
        questions.add(textCheck.mayHoldBytes() ? filteredCount(TextExtraction.isUnreadable(text)) : "0");
        questions.add(filteredCount(OriginalFingerprints.condition(text)));
        textCheck.lookalikes().forEach(lookalike -> questions.add(filteredCount(lookalike.condition(text))));
        return questions;
    }

    private static String filteredCount(String condition) {
        return "count(*) FILTER (WHERE " + condition + ")";
    }

    Value verify(KeptTextCheck textCheck, CountCursor counts) {
        Map<String, Value> figures = new LinkedHashMap<>();
        String name = table + "." + textCheck.label() + " is kept, and ";
        figures.put("why", reason(textCheck.keep()));
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
        for (Lookalike lookalike : textCheck.lookalikes()) {
            long hits = counts.next();
            figures.put(lookalike.figure(), new Value.Whole(hits));
            // One number in ten passes the checksum of a card by chance.
            long allowed = Math.max(textCheck.keep().lookalikesMax(), textCheck.isIdentifier() ? values / 2 : 0);
            if (hits > allowed) {
                findings.fail(name + hits + " of its values look like " + lookalike.withArticle()
                        + "; mask it, or write {mask: keep, lookalikes: " + hits + ", why: ...}");
            }
        }
        return new Value.Fields(figures);
    }

    static Value reason(Mask.KeepMask keep) {
        return new Value.Text(keep.why().isEmpty() ? "a rule of its own" : keep.why());
    }
}
