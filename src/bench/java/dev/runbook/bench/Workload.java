package dev.runbook.bench;

import java.util.List;

/**
 * The same work for both programs.
 *
 * @param theirs empty when nothing of theirs compares
 * @param isLong whether it takes so long that a few rounds must do, and the first one counts
 */
record Workload(String name, List<String> ours, List<String> theirs, boolean isLong, List<Target> targets) {

    private static final int ROUNDS_MAX_WHEN_LONG = 3;

    Workload {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
        targets = List.copyOf(targets);
    }

    /** How often it is done when the short works are done this often. */
    int rounds(int ofShort) {
        return isLong ? Math.min(ofShort, ROUNDS_MAX_WHEN_LONG) : ofShort;
    }
}
