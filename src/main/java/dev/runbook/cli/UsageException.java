package dev.runbook.cli;

/** Signals a command that cannot run as written: a wrong option, or a missing file. */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;
    private final String hint;

    /** @param hint what to do instead; empty when the message says it */
    public UsageException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public String hint() {
        return hint;
    }
}
