package dev.runbook.modules.s3;

import java.util.Locale;
import java.util.Optional;

/** How many objects a sync may delete. */
record DeleteCap(Optional<Long> given) {

    private static final long FALLBACK_OBJECTS = 1000;
    private static final long FALLBACK_SHARE = 10;

    /** Why so many deletes are too many; empty when they are not. */
    Optional<String> objection(long deletes, long targetObjects) {
        long allowed = given.orElse(Math.min(FALLBACK_OBJECTS, targetObjects / FALLBACK_SHARE));
        return deletes <= allowed
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d of the target's %,d objects would be deleted, and %,d are allowed",
                        deletes,
                        targetObjects,
                        allowed));
    }
}
