package dev.runbook.journal;

import java.nio.file.Path;
import java.time.Instant;

/** Another process holds the lease or has taken it over; the message names the process, the time and what to do. */
public final class LeaseHeldException extends Exception {

    private LeaseHeldException(String message) {
        super(message);
    }

    static LeaseHeldException ofHolder(LeaseKey key, LeaseRecord lease, Instant now) {
        String what = key.isBucket() ? " is being written by " : " is being refreshed by ";
        return new LeaseHeldException(key.displayName() + what + lease.describe(now)
                + ". Wait for it to end, or stop that process and run the same command again: it continues.");
    }

    static LeaseHeldException ofMissingFile(LeaseKey key, Path file, Instant now) {
        return new LeaseHeldException(
                "this run no longer holds the lease on " + key.displayName() + ": its file " + file
                        + " is gone (seen at " + LeaseRecord.formatTime(now, now)
                        + "), so the state folder was deleted or replaced. This run makes no further changes. Restore the folder if"
                        + " you can; without it, the same command continues from the tags on the instances, or reports why it cannot.");
    }

    static LeaseHeldException ofTakeover(LeaseKey key, String by, Instant now) {
        return new LeaseHeldException(
                "this run no longer holds the lease on " + key.displayName() + ": " + by + " (seen at "
                        + LeaseRecord.formatTime(now, now)
                        + "). This run makes no further changes; run the same command again after the other run has ended.");
    }
}
