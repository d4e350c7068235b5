package dev.runbook.journal;

import java.io.IOException;

/** A complete line of a journal has a missing field or a field of the wrong type. */
public final class UnreadableEventException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableEventException(String message) {
        super(message);
    }
}
