package dev.runbook.plan;

/** A file cannot be read as a plan; the message gives the reason and follows the file name. */
public final class UnreadablePlanException extends Exception {

    private static final long serialVersionUID = 1L;
    private final boolean isOtherFormat;

    private UnreadablePlanException(String message, boolean otherFormat) {
        super(message);
        this.isOtherFormat = otherFormat;
    }

    UnreadablePlanException(String message) {
        this(message, false);
    }

    UnreadablePlanException(String message, Throwable cause) {
        super(message, cause);
        this.isOtherFormat = false;
    }

    static UnreadablePlanException ofOtherFormat(String version) {
        return new UnreadablePlanException(
                "its format is " + version + "; this program reads format " + PlanWriter.FORMAT
                        + " and its later minor versions",
                true);
    }

    /** Whether it is a plan in an unsupported format. */
    public boolean isOfOtherFormat() {
        return isOtherFormat;
    }
}
