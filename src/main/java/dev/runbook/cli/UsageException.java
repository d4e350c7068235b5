package dev.runbook.cli;

/** The command cannot be carried out as it was written: a wrong option, or a file that is not there. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;
    private final String hint;

    /** @param hint what to write instead; empty when the message says it */
    UsageException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
