package dev.runbook.engine;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Texts to be found in other texts, all in one pass, however many there are: a tree, entered where four characters fit. */
final class Needles {

    private static final int BEGINNING = SecretForms.LENGTH_MIN;
    private static final int DOORS = 1 << 16;

    private static final class Branch {
        private final Map<Character, Branch> next = new HashMap<>();
        private boolean whole;
    }

    private final Branch root = new Branch();
    private final BitSet doors = new BitSet(DOORS);
    private int longest;

    synchronized void add(Collection<String> texts) {
        for (String text : texts) {
            Branch branch = root;
            for (int at = 0; at < text.length(); at++) {
                branch = branch.next.computeIfAbsent(text.charAt(at), unused -> new Branch());
            }
            branch.whole = true;
            doors.set(door(text, 0));
            longest = Math.max(longest, text.length());
        }
    }

    /** Marks where they stand in the text, as places of the text that the reading was made of. */
    synchronized void mark(Reading reading, BitSet found) {
        String text = reading.text();
        for (int start = 0; start <= text.length() - BEGINNING; start++) {
            int end = doors.get(door(text, start)) ? end(text, start) : start;
            if (end > start) {
                found.set(reading.start(start), reading.end(end - 1));
            }
        }
    }

    /** Whether the text ends in the beginning of one, which is long enough to be more than chance. */
    synchronized boolean mayGoOn(String text) {
        for (int start = Math.max(0, text.length() - longest); start <= text.length() - BEGINNING; start++) {
            if (doors.get(door(text, start)) && isBeginning(text, start)) {
                return true;
            }
        }
        return false;
    }

    /** A number for the four characters that begin here. */
    private static int door(String text, int start) {
        int door = 0;
        for (int at = start; at < start + BEGINNING; at++) {
            door = door * 31 + text.charAt(at);
        }
        return (door ^ (door >>> 16)) & (DOORS - 1);
    }

    /** Where the longest one that starts here ends; the start itself when there is none. */
    private int end(String text, int start) {
        int end = start;
        Branch branch = root;
        for (int at = start; at < text.length(); at++) {
            Branch next = branch.next.get(text.charAt(at));
            if (next == null) {
                return end;
            }
            branch = next;
            end = branch.whole ? at + 1 : end;
        }
        return end;
    }

    private boolean isBeginning(String text, int start) {
        Branch branch = root;
        for (int at = start; at < text.length(); at++) {
            Branch next = branch.next.get(text.charAt(at));
            if (next == null) {
                return false;
            }
            branch = next;
        }
        return !branch.next.isEmpty();
    }
}
