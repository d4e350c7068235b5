package dev.runbook.expression;

import dev.runbook.yaml.Problem;

/** Thrown when an expression cannot be evaluated; the message contains position and reason. */
public final class ExpressionException extends Exception {

    private final transient Problem problem;

    public ExpressionException(Problem problem) {
        super(problem.position() + ": " + problem.summary());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
