package dev.runbook.engine.redact;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds any number of secrets in a text in one pass. A bit set of hashed prefixes rules out most positions; long secrets are
 * compared by a longer prefix, because output lines often start alike.
 */
final class SecretIndex {

    private static final int BEGINNING = SecretForms.LENGTH_MIN;
    private static final int LONG_BEGINNING = 12;
    private static final int PREFIX_HASHES = 1 << 16;

    private final Map<Integer, List<String>> all = new HashMap<>();
    private final Map<Integer, List<String>> shorter = new HashMap<>();
    private final Map<Integer, List<String>> longer = new HashMap<>();
    private final BitSet prefixes = new BitSet(PREFIX_HASHES);
    private int longest;

    synchronized void add(Collection<String> texts) {
        for (String text : texts) {
            int beginning = beginning(text, 0, BEGINNING);
            put(all, beginning, text);
            if (text.length() < LONG_BEGINNING) {
                put(shorter, beginning, text);
            } else {
                put(longer, beginning(text, 0, LONG_BEGINNING), text);
            }
            prefixes.set(hash(beginning));
            longest = Math.max(longest, text.length());
        }
    }

    /** Marks the positions of all secrets, as positions of the original text. */
    synchronized void mark(DecodedText decoded, BitSet found) {
        String text = decoded.text();
        for (int start = 0; start <= text.length() - BEGINNING; start++) {
            int end = end(text, start);
            if (end > start) {
                found.set(decoded.start(start), decoded.end(end - 1));
            }
        }
    }

    /** Whether the text ends with the start of a secret, long enough not to be a coincidence. */
    synchronized boolean mayGoOn(String text) {
        for (int start = Math.max(0, text.length() - longest); start <= text.length() - BEGINNING; start++) {
            String end = text.substring(start);
            int beginning = beginning(text, start, BEGINNING);
            boolean begun = prefixes.get(hash(beginning))
                    && at(all, beginning).stream()
                            .anyMatch(needle -> needle.length() > end.length() && needle.startsWith(end));
            if (begun) {
                return true;
            }
        }
        return false;
    }

    /** The end of the longest secret that starts here; the start itself if there is none. */
    private int end(String text, int start) {
        int beginning = beginning(text, start, BEGINNING);
        if (!prefixes.get(hash(beginning))) {
            return start;
        }
        int end = longestAt(text, start, at(shorter, beginning));
        return text.length() - start < LONG_BEGINNING
                ? end
                : Math.max(end, longestAt(text, start, at(longer, beginning(text, start, LONG_BEGINNING))));
    }

    private static int longestAt(String text, int start, List<String> needles) {
        int end = start;
        for (String needle : needles) {
            if (needle.length() > end - start && text.startsWith(needle, start)) {
                end = start + needle.length();
            }
        }
        return end;
    }

    private static void put(Map<Integer, List<String>> needles, int beginning, String text) {
        needles.computeIfAbsent(beginning, unused -> new ArrayList<>()).add(text);
    }

    private static List<String> at(Map<Integer, List<String>> needles, int beginning) {
        return needles.getOrDefault(beginning, List.of());
    }

    /** A number for the characters that begin here. */
    private static int beginning(String text, int start, int length) {
        int beginning = 0;
        for (int at = start; at < start + length; at++) {
            beginning = beginning * 31 + text.charAt(at);
        }
        return beginning;
    }

    private static int hash(int beginning) {
        return (beginning ^ (beginning >>> 16)) & (PREFIX_HASHES - 1);
    }
}
