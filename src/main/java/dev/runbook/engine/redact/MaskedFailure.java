package dev.runbook.engine.redact;

/** A copy of an exception without its secrets: message, causes and stack traces are otherwise the same. */
public final class MaskedFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private MaskedFailure(String message) {
        super(message);
    }

    /** The failure itself when neither it nor a cause of it shows a secret. */
    public static RuntimeException of(RuntimeException failure, Redaction redaction) {
        return shows(failure, redaction) ? mask(failure, redaction) : failure;
    }

    private static boolean shows(Throwable failure, Redaction redaction) {
        String text = failure.toString();
        boolean inside = failure.getCause() != null && shows(failure.getCause(), redaction);
        for (Throwable suppressed : failure.getSuppressed()) {
            inside |= shows(suppressed, redaction);
        }
        return inside || !redaction.mask(text).equals(text);
    }

    private static MaskedFailure mask(Throwable failure, Redaction redaction) {
        MaskedFailure masked = new MaskedFailure(redaction.mask(failure.toString()));
        masked.setStackTrace(failure.getStackTrace());
        if (failure.getCause() != null) {
            masked.initCause(mask(failure.getCause(), redaction));
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            masked.addSuppressed(mask(suppressed, redaction));
        }
        return masked;
    }
}
