package dev.runbook.expression;

import dev.runbook.yaml.Problem;

/** An expression cannot be evaluated; the message has the place and the reason. */
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
