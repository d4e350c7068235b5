package dev.runbook.sandbox;

/** The request needs a running sandbox, and there is none. */
final class NotRunningException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotRunningException() {
        super("the sandbox is not running\n  hint: start it with: runbook sandbox up");
    }
}
