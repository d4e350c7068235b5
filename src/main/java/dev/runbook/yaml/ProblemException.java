package dev.runbook.yaml;

import java.util.List;

/** Thrown when a file is invalid; contains all its problems, sorted by position. */
public final class ProblemException extends Exception {

    private final transient List<Problem> problems;

    public ProblemException(List<Problem> problems) {
        super(problems.size() + " problems, first: " + problems.get(0).summary());
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
