package dev.runbook.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the mistakes of one reading, so that all are reported together, sorted by place. */
public final class Problems {

    private final Set<Problem> found = new LinkedHashSet<>();

    public void add(String code, Position position, String summary, String hint) {
        add(new Problem(code, position, summary, hint));
    }

    /** Adds a problem once, however often it is reported. */
    public void add(Problem problem) {
        found.add(problem);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** All problems so far, sorted by place. */
    public List<Problem> toSortedList() {
        return found.stream().sorted().toList();
    }

    /** Ends the reading when anything was found. */
    public void throwIfAny() throws ProblemException {
        if (!found.isEmpty()) {
            throw new ProblemException(toSortedList());
        }
    }
}
