package dev.runbook.journal;

import java.nio.file.Path;
import java.time.Instant;

/** Another process works on the target, or has taken it over; the message says who, since when, and what to do. */
public final class LeaseHeldException extends Exception {

    private LeaseHeldException(String message) {
        super(message);
    }

    static LeaseHeldException held(LeaseKey key, LeaseRecord lease, Instant now) {
        String what = key.isBucket() ? " is being written by " : " is being refreshed by ";
        return new LeaseHeldException(key.words() + what + lease.words(now)
                + ". Wait for it to end, or end that process and run the same command again: it continues.");
    }

    static LeaseHeldException gone(LeaseKey key, Path file, Instant now) {
        return new LeaseHeldException("this run no longer holds the lease on " + key.words() + ": its file " + file
                + " is gone (seen at " + LeaseRecord.clock(now, now)
                + "), so the state folder was deleted or replaced. Nothing more is changed here. Put the folder back if you"
                + " can; without it the same command goes on from the marks on the instances, and says if it cannot.");
    }

    static LeaseHeldException lost(LeaseKey key, String by, Instant now) {
        return new LeaseHeldException("this run no longer holds the lease on " + key.words() + ": " + by + " (seen at "
                + LeaseRecord.clock(now, now)
                + "). Nothing more is changed here; run the same command again once the other run has ended.");
    }
}
