package dev.runbook.cli;

import java.util.List;

/** Carrying on would do something else than what was looked at. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;
    private final transient List<String> places;
    private final String hint;

    /**
     * @param places each place where something is not as it was; empty when the message says it
     * @param hint what to do
     */
    RefusedException(String message, List<String> places, String hint) {
        super(message);
        this.places = List.copyOf(places);
        this.hint = hint;
    }

    List<String> places() {
        return places;
    }

    String hint() {
        return hint;
    }
}
