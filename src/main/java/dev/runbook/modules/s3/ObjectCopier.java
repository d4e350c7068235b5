package dev.runbook.modules.s3;

import dev.runbook.port.ObjectListing;
import dev.runbook.port.ObjectListing.Entry;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.Pacing;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;

/** Copies many objects at the same time, with retries; stops at the first object that cannot be copied. */
final class ObjectCopier implements AutoCloseable {

    private final ObjectCalls calls;
    private final CopyStores stores;
    private final SyncCounts counts;
    private final int concurrency;
    private final Semaphore permits;
    private final ExecutorService threads;
    private final List<PortException> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong unfinished = new AtomicLong();

    ObjectCopier(ObjectCalls calls, CopyStores stores, SyncCounts counts, int concurrency) {
        this.calls = calls;
        this.stores = stores;
        this.counts = counts;
        this.concurrency = concurrency;
        this.permits = new Semaphore(concurrency);
        this.threads = Executors.newFixedThreadPool(concurrency, task -> {
            Thread thread = new Thread(task, "copy");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The two stores of a copy, and how refused calls are sent again. */
    record CopyStores(ObjectStore source, ObjectStore target, Pacing pacing) {}

    /** Copies an object as soon as a thread is free; returns false if a copy has failed, so that no more may follow. */
    boolean copy(Entry source) throws InterruptedException {
        permits.acquire();
        if (!failures.isEmpty()) {
            permits.release();
            return false;
        }
        unfinished.incrementAndGet();
        threads.execute(() -> {
            try {
                copyWithRetry(source);
                unfinished.decrementAndGet();
            } catch (PortException e) {
                failures.add(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                permits.release();
            }
        });
        return true;
    }

    /**
     * Waits until all objects are copied.
     *
     * @throws PortException of the first copy that failed
     * @throws InterruptedException if the run is cancelled or the task reaches its deadline
     */
    void finish() throws PortException, InterruptedException {
        permits.acquire(concurrency);
        permits.release(concurrency);
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        // Deletions may follow, and they are safe only if every copy is known to have succeeded.
        if (unfinished.get() > 0) {
            throw new IllegalStateException(unfinished + " copies ended without a result");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            // Nothing may be written after the task has ended.
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("copies are still running one minute after the request to stop");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void copyWithRetry(Entry source) throws PortException, InterruptedException {
        try {
            stores.pacing.repeat(() -> {
                if (failures.isEmpty()) {
                    send(source);
                }
                return source;
            });
            counts.copied.increment();
            counts.bytes.add(source.sizeBytes());
        } catch (PortException e) {
            if (!hasSourceChanged(source, e)) {
                throw e;
            }
            counts.changed.increment();
        }
    }

    private void send(Entry source) throws PortException {
        CopyObjectRequest request = calls.copyRequest(source);
        if (calls.isStreamed()) {
            try (ObjectStore.Body body = stores.source.open(request)) {
                stores.target.store(request, body);
            }
        } else if (calls.isMultipart(source)) {
            stores.target.copyInParts(request, source.sizeBytes());
        } else {
            stores.target.copy(request);
        }
    }

    /** Whether the object was replaced, deleted or archived after it was listed; it is left to the next sync. */
    private boolean hasSourceChanged(Entry source, PortException failed) throws PortException {
        if (failed.kind() == Kind.CONFLICT || failed.kind() == Kind.WRONG_STATE) {
            return true;
        }
        if (failed.kind() != Kind.NOT_FOUND) {
            return false;
        }
        // Either the object or the target bucket is missing: a listing of the source shows which.
        ObjectListing.Page page = stores.source.list(calls.copy().source().bucket(), source.key(), Optional.empty());
        return page.entries().stream().noneMatch(entry -> entry.key().equals(source.key()));
    }
}
