package dev.runbook.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the problems of one load, so that all are reported together, sorted by position. */
public final class Problems {

    private final Set<Problem> found = new LinkedHashSet<>();

    public void add(String code, Position position, String summary, String hint) {
        add(new Problem(code, position, summary, hint));
    }

    /** Adds a problem; reporting the same one again has no effect. */
    public void add(Problem problem) {
        found.add(problem);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** All problems so far, sorted by position. */
    public List<Problem> toSortedList() {
        return found.stream().sorted().toList();
    }

    /**
     * Ends the load if any problem was found.
     *
     * @throws ProblemException if there is at least one problem
     */
    public void throwIfAny() throws ProblemException {
        if (!found.isEmpty()) {
            throw new ProblemException(toSortedList());
        }
    }
}
