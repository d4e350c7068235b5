package dev.runbook.cli;

/** Signals that the state folder cannot be written, so that nothing was started; the message names it and the reason. */
public final class UnwritableStateException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String hint;

    public UnwritableStateException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
