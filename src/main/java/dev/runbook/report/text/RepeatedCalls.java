package dev.runbook.report.text;

import dev.runbook.journal.CallName;
import dev.runbook.report.Formats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The copies of one task that a plan counts instead of showing each: a bucket has thousands, and a plan is to be read. */
final class RepeatedCalls {

    private static final int SHOWN = 3;

    private final Map<String, Integer> seen = new LinkedHashMap<>();

    /** Whether a call is like enough others before it to be counted only. What takes something away is always shown. */
    boolean hides(CallName call) {
        boolean copy = call.service().equals("s3") && CallText.sign(call).equals("+");
        return copy && seen.merge(call.action(), 1, Integer::sum) > SHOWN;
    }

    /** What was counted since the last time: {@code 60 more s3 CopyObject}. */
    List<String> takeCounts() {
        List<String> counted = new ArrayList<>();
        seen.replaceAll((action, count) -> {
            if (count > SHOWN) {
                counted.add(Formats.count(count - SHOWN) + " more s3 " + action);
            }
            return Math.min(count, SHOWN);
        });
        return counted;
    }
}
