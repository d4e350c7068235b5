package dev.runbook.engine.change;

import dev.runbook.journal.Lease;
import dev.runbook.journal.LeaseHeldException;
import dev.runbook.journal.LeaseKey;
import dev.runbook.journal.Leases;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The leases of one run: on the target of each pair, and on the parts of buckets that any of them writes. Used by many threads. */
public final class HeldLeases {

    private final Leases leases;
    private final String run;
    private final Map<LeaseKey, Lease> held = new LinkedHashMap<>();

    public HeldLeases(Leases leases, String run) {
        this.leases = leases;
        this.run = run;
    }

    /** What taking some of these waits for, in words to show. */
    public List<String> watch(Collection<LeaseKey> keys) throws IOException {
        return leases.watchSilent(keys, run);
    }

    /**
     * Takes a lease, unless the run holds it already.
     *
     * @return whose abandoned lease it was, in words to show; empty when it was free, or is held already
     * @throws LeaseHeldException when a living process holds it
     */
    public synchronized Optional<String> take(LeaseKey key)
            throws LeaseHeldException, IOException, InterruptedException {
        if (held.containsKey(key)) {
            return Optional.empty();
        }
        Lease lease = leases.acquire(key, run);
        held.put(key, lease);
        return lease.takeoverNotice();
    }

    /**
     * Makes sure, right before anything is changed, that a lease is still held.
     *
     * @throws LeaseHeldException when another run has taken it over
     */
    void confirm(LeaseKey key) throws LeaseHeldException, IOException {
        lease(key).confirm();
    }

    private synchronized Lease lease(LeaseKey key) {
        return Optional.ofNullable(held.get(key))
                .orElseThrow(() -> new IllegalStateException("no lease was taken on " + key.name()));
    }

    /** Stops renewing without giving anything free. */
    public synchronized void abandon() {
        held.values().forEach(Lease::abandon);
    }

    /** Gives everything free, whatever happens with the others; what went wrong, by what the lease is on. */
    public synchronized Map<String, Exception> release() {
        Map<String, Exception> failures = new LinkedHashMap<>();
        held.forEach((key, lease) -> {
            try {
                lease.close();
            } catch (IOException | RuntimeException e) {
                failures.put(key.displayName(), e);
            }
        });
        return failures;
    }
}
