package dev.runbook.bench;

import java.util.List;

/**
 * The same work for both programs.
 *
 * @param theirs empty when nothing of theirs compares
 * @param rounds how often each of them does it
 */
record Work(String name, List<String> ours, List<String> theirs, int rounds, List<Target> targets) {

    Work {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
        targets = List.copyOf(targets);
    }
}
