package dev.runbook.expression;

/** A lookup found nothing; the message explains why and never contains a secret. */
public final class LookupException extends Exception {

    /** What the failure means. */
    public enum Kind {
        /** There is no such thing. */
        NOT_FOUND("lookup-not-found"),
        /** It may not be read. */
        DENIED(LookupException.DENIED_CODE),
        /** It cannot be read for another reason. */
        FAILED("lookup-failed");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /** The code of the problem that a denied lookup becomes: nothing is wrong in a file then. */
    public static final String DENIED_CODE = "lookup-denied";

    private final Kind kind;
    private final String hint;

    public LookupException(Kind kind, String message, String hint) {
        super(message);
        this.kind = kind;
        this.hint = hint;
    }

    public LookupException(Kind kind, String message) {
        this(kind, message, "");
    }

    public Kind kind() {
        return kind;
    }

    /** What to do about it; may be empty. */
    public String hint() {
        return hint;
    }
}
