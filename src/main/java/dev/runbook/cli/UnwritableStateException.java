package dev.runbook.cli;

/** The state folder takes nothing, so that nothing was begun; the message says which one it is and why. */
final class UnwritableStateException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String hint;

    UnwritableStateException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
