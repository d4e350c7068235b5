package dev.runbook.modules.s3;

import java.util.Locale;
import java.util.Optional;

/** The limit of the number of objects that a sync may delete. */
record DeleteCap(Optional<Long> limit) {

    private static final long FALLBACK_OBJECTS = 1000;
    private static final long FALLBACK_SHARE = 10;

    /** Why this number of deletions is not allowed; empty if it is. */
    Optional<String> objection(long deletes, long targetObjects) {
        long allowed = limit.orElse(Math.min(FALLBACK_OBJECTS, targetObjects / FALLBACK_SHARE));
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
