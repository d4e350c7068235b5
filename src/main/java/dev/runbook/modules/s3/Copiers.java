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
final class Copiers implements AutoCloseable {

    private final ObjectCalls calls;
    private final Sides sides;
    private final Tally tally;
    private final int concurrency;
    private final Semaphore room;
    private final ExecutorService threads;
    private final List<PortException> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong open = new AtomicLong();

    Copiers(ObjectCalls calls, Sides sides, Tally tally, int concurrency) {
        this.calls = calls;
        this.sides = sides;
        this.tally = tally;
        this.concurrency = concurrency;
        this.room = new Semaphore(concurrency);
        this.threads = Executors.newFixedThreadPool(concurrency, task -> {
            Thread thread = new Thread(task, "copy");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The two stores of a copy, and how refused calls are sent again. */
    record Sides(ObjectStore source, ObjectStore target, Pacing pacing) {}

    /** Copies an object as soon as a thread is free; returns false if a copy has failed, so that no more may follow. */
    boolean copy(Entry source) throws InterruptedException {
        room.acquire();
        if (!failures.isEmpty()) {
            room.release();
            return false;
        }
        open.incrementAndGet();
        threads.execute(() -> {
            try {
                attempt(source);
                open.decrementAndGet();
            } catch (PortException e) {
                failures.add(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                room.release();
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
        room.acquire(concurrency);
        room.release(concurrency);
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        // Deletions may follow, and they are safe only if every copy is known to have succeeded.
        if (open.get() > 0) {
            throw new IllegalStateException(open + " copies ended without a result");
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

    private void attempt(Entry source) throws PortException, InterruptedException {
        try {
            sides.pacing.repeat(() -> {
                if (failures.isEmpty()) {
                    send(source);
                }
                return source;
            });
            tally.copied.increment();
            tally.bytes.add(source.sizeBytes());
        } catch (PortException e) {
            if (!changedMeanwhile(source, e)) {
                throw e;
            }
            tally.moved.increment();
        }
    }

    private void send(Entry source) throws PortException {
        CopyObjectRequest request = calls.copyOf(source);
        if (calls.streamed()) {
            try (ObjectStore.Body body = sides.source.open(request)) {
                sides.target.store(request, body);
            }
        } else if (calls.inParts(source)) {
            sides.target.copyInParts(request, source.sizeBytes());
        } else {
            sides.target.copy(request);
        }
    }

    /** Whether the object was replaced, deleted or archived after it was listed; it is left to the next sync. */
    private boolean changedMeanwhile(Entry source, PortException failed) throws PortException {
        if (failed.kind() == Kind.CONFLICT || failed.kind() == Kind.WRONG_STATE) {
            return true;
        }
        if (failed.kind() != Kind.NOT_FOUND) {
            return false;
        }
        // Either the object or the target bucket is missing: a listing of the source shows which.
        ObjectListing.Page page = sides.source.list(calls.copy().source().bucket(), source.key(), Optional.empty());
        return page.entries().stream().noneMatch(entry -> entry.key().equals(source.key()));
    }
}
