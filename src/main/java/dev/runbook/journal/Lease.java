package dev.runbook.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The right of one run to change one instance or part of a bucket; renewed by a thread of its own until closed. */
public final class Lease implements AutoCloseable {

    private final Leases leases;
    private final LeaseKey key;
    private final String run;
    private final Optional<String> takenOver;
    private final ScheduledExecutorService heart;
    private final ScheduledFuture<?> beats;

    Lease(Leases leases, LeaseKey key, String run, Optional<String> takenOver) {
        this.leases = leases;
        this.key = key;
        this.run = run;
        this.takenOver = takenOver;
        this.heart = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "lease on " + key.words());
            thread.setDaemon(true);
            return thread;
        });
        long beatMillis = leases.pulse().beat().toMillis();
        beats = heart.scheduleAtFixedRate(this::renew, beatMillis, beatMillis, TimeUnit.MILLISECONDS);
    }

    /** Whose abandoned lease this was, in words to show; empty when it was free. */
    public Optional<String> takenOver() {
        return takenOver;
    }

    /**
     * Renews the lease, so that no other run may take it over for a while. Call it right before every change.
     *
     * @throws LeaseHeldException when another run has taken it over
     */
    public void confirm() throws LeaseHeldException, IOException {
        leases.renew(key, run);
    }

    /** Stops renewing without releasing: the next run sees that this one died. */
    public void abandon() {
        beats.cancel(false);
        heart.shutdown();
    }

    /** Releases the lease. Afterwards nothing is written any more. */
    @Override
    public void close() throws IOException {
        abandon();
        awaitRenewal();
        leases.release(key, run);
    }

    /** Waits for a renewal under way. */
    private void awaitRenewal() {
        try {
            heart.awaitTermination(leases.pulse().beat().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        try {
            leases.renew(key, run);
        } catch (LeaseHeldException e) {
            // The next confirm says so before anything is changed; nothing is left to renew.
            heart.shutdown();
        } catch (IOException | RuntimeException e) {
            // A full disk or a folder that is away for a moment: the next beat may succeed, and confirm says if not.
        }
    }
}
