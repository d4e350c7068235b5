package dev.runbook.report.text;

import dev.runbook.report.Formats;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the calls of a plan by what they are. */
final class CallCounts {

    private static final Map<String, String> WORDS = words();

    private final Map<String, Integer> callsByService = new LinkedHashMap<>();
    private int skipped;

    void call(String service) {
        callsByService.merge(service, 1, Integer::sum);
    }

    void skip() {
        skipped++;
    }

    /** {@code 22 RDS calls, 4 SQL statements, 3 skipped}. */
    String text() {
        List<String> parts = new ArrayList<>();
        WORDS.forEach((service, word) -> {
            int count = callsByService.getOrDefault(service, 0);
            if (count > 0) {
                parts.add(Formats.count(count, word));
            }
        });
        callsByService.forEach((service, count) -> {
            if (!WORDS.containsKey(service)) {
                parts.add(Formats.count(count, service + " call"));
            }
        });
        String calls = parts.isEmpty() ? "no calls" : String.join(", ", parts);
        return skipped == 0 ? calls : calls + "; " + Formats.count(skipped) + " skipped, already there";
    }

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("rds", "RDS call");
        words.put("sql", "SQL statement");
        words.put("s3", "S3 call");
        words.put("process", "program");
        words.put("http", "HTTP request");
        words.put("clock", "pause");
        return Collections.unmodifiableMap(words);
    }
}
