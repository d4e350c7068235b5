package dev.runbook.journal;

import java.io.IOException;

/** A line of a journal is a whole event, and a field of it is missing or of the wrong type. */
public final class UnreadableEventException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableEventException(String message) {
        super(message);
    }
}
