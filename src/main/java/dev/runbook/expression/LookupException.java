package dev.runbook.expression;

/** A lookup that found nothing; the message says why and never holds a secret. */
public final class LookupException extends Exception {

    public LookupException(String message) {
        super(message);
    }
}
