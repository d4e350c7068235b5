package dev.runbook.world;

/** A password that {@link #toString} does not show. */
public record Password(String reveal) {

    @Override
    public String toString() {
        return "***";
    }
}
