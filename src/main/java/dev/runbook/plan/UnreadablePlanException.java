package dev.runbook.plan;

/** A file cannot be read as a plan; the message says why, as a continuation of the file's name. */
public final class UnreadablePlanException extends Exception {

    private static final long serialVersionUID = 1L;
    private final boolean otherFormat;

    private UnreadablePlanException(String message, boolean otherFormat) {
        super(message);
        this.otherFormat = otherFormat;
    }

    UnreadablePlanException(String message) {
        this(message, false);
    }

    UnreadablePlanException(String message, Throwable cause) {
        super(message, cause);
        this.otherFormat = false;
    }

    static UnreadablePlanException otherFormat(String version) {
        return new UnreadablePlanException(
                "its format is " + version + ", and this program knows " + PlanWriter.FORMAT
                        + " and what only adds to it",
                true);
    }

    /** Whether it is a plan, but of a format that this program does not know. */
    public boolean isOfOtherFormat() {
        return otherFormat;
    }
}
