package dev.runbook.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The exclusive right of one run to change an instance or a part of a bucket; a thread renews it until it is closed. */
public final class Lease implements AutoCloseable {

    private final Leases leases;
    private final LeaseKey key;
    private final String run;
    private final Optional<String> takeoverNotice;
    private final ScheduledExecutorService heartbeatExecutor;
    private final ScheduledFuture<?> heartbeats;

    Lease(Leases leases, LeaseKey key, String run, Optional<String> takenOver) {
        this.leases = leases;
        this.key = key;
        this.run = run;
        this.takeoverNotice = takenOver;
        this.heartbeatExecutor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "lease on " + key.displayName());
            thread.setDaemon(true);
            return thread;
        });
        long beatMillis = leases.heartbeat().interval().toMillis();
        heartbeats = heartbeatExecutor.scheduleAtFixedRate(this::renew, beatMillis, beatMillis, TimeUnit.MILLISECONDS);
    }

    /** A notice about the abandoned lease that this one replaced; empty when the target was free. */
    public Optional<String> takeoverNotice() {
        return takeoverNotice;
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
        heartbeats.cancel(false);
        heartbeatExecutor.shutdown();
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
            heartbeatExecutor.awaitTermination(leases.heartbeat().interval().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew() {
        try {
            leases.renew(key, run);
        } catch (LeaseHeldException e) {
            // The next confirm reports it before any change; there is nothing left to renew.
            heartbeatExecutor.shutdown();
        } catch (IOException | RuntimeException e) {
            // The disk may be full or the folder missing for a moment: the next renewal may succeed; if not, confirm
            // reports it.
        }
    }
}
