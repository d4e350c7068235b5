package dev.runbook.world;

/** A password that never shows itself. */
public record Password(String reveal) {

    @Override
    public String toString() {
        return "***";
    }
}
