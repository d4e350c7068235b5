package dev.runbook.expression;

/** Thrown when a lookup fails; the message gives the reason and never contains a secret. */
public final class LookupException extends Exception {

    /** The kind of failure. */
    public enum Kind {
        /** It does not exist. */
        NOT_FOUND("lookup-not-found"),
        /** Access to it is denied. */
        DENIED(LookupException.DENIED_CODE),
        /** It cannot be read for any other reason. */
        FAILED("lookup-failed");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /** The problem code of a denied lookup, which does not mean that a file is wrong. */
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

    /** Advice; may be empty. */
    public String hint() {
        return hint;
    }
}
