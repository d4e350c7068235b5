package dev.runbook.cli;

import java.util.List;

/** Signals that continuing would do something other than what the user has reviewed. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;
    private final transient List<String> places;
    private final String hint;

    /**
     * @param places each place that has changed; empty when the message names it
     * @param hint what the user can do
     */
    public RefusedException(String message, List<String> places, String hint) {
        super(message);
        this.places = List.copyOf(places);
        this.hint = hint;
    }

    public List<String> places() {
        return places;
    }

    public String hint() {
        return hint;
    }
}
