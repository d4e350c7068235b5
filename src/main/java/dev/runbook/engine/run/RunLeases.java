package dev.runbook.engine.run;

import dev.runbook.engine.RunRequest;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.HeldLeases;
import dev.runbook.engine.record.Recorder;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.LeaseHeldException;
import dev.runbook.journal.LeaseKey;
import dev.runbook.journal.Leases;
import dev.runbook.log.LogDetail;
import dev.runbook.modules.Subject;
import dev.runbook.port.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Acquires the leases of a run, on its targets and on the bucket prefixes it writes, and releases them at the end. */
final class RunLeases {

    private final RunRequest request;
    private final RunServices services;
    private final HeldLeases held;
    private final Map<String, LeaseKey> targets = new LinkedHashMap<>();
    private final Map<String, String> takenOver = new LinkedHashMap<>();

    RunLeases(String run, RunRequest request, RunServices services) {
        this.request = request;
        this.services = services;
        this.held = new HeldLeases(
                new Leases(
                        request.places().state(),
                        services.environment().owner(),
                        time(),
                        Leases.HeartbeatPolicy.standard()),
                run);
    }

    /** The clock that waits for leases; a wait ends when the run is cancelled. */
    private Leases.LeaseClock time() {
        Clock clock = services.environment().clock();
        return new Leases.LeaseClock() {
            @Override
            public Instant now() {
                return clock.now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                if (services.cancellation().stops()) {
                    throw new InterruptedException("asked to stop");
                }
                clock.sleep(duration);
            }
        };
    }

    HeldLeases heldLeases() {
        return held;
    }

    /** The lease on the target of a pair; empty when the run needs none. */
    Optional<LeaseKey> target(String pair) {
        return Optional.ofNullable(targets.get(pair));
    }

    /**
     * Acquires the lease on every target.
     *
     * @return why a lease is not available, by pair; empty when all are held
     */
    Map<String, TaskFailure> acquireTargets(PairPreparer preparer) throws IOException, InterruptedException {
        for (Pair pair : request.pairs()) {
            preparer.leaseKey(pair).ifPresent(key -> targets.put(pair.name(), key));
        }
        watch(targets.values());
        Map<String, TaskFailure> failures = new LinkedHashMap<>();
        for (Map.Entry<String, LeaseKey> target : targets.entrySet()) {
            acquire(target.getKey(), target.getValue()).ifPresent(failure -> failures.put(target.getKey(), failure));
        }
        return failures;
    }

    /**
     * Acquires the leases on what a pair will write to buckets.
     *
     * @return why one of them is not available; empty when all are held
     */
    Optional<TaskFailure> acquireBuckets(String pair, Collection<Subject.TargetBucket> written)
            throws IOException, InterruptedException {
        List<LeaseKey> keys = written.stream()
                .map(bucket -> LeaseKey.bucket(bucket.bucket(), bucket.prefix()))
                .toList();
        watch(keys);
        for (LeaseKey key : keys) {
            Optional<TaskFailure> failure = acquire(pair, key);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private void watch(Collection<LeaseKey> keys) throws IOException {
        Recorder recorder = services.recorder();
        if (!keys.isEmpty()) {
            held.watch(keys).forEach(words -> recorder.note(LogDetail.PATIENCE, recorder.taskEvents("", ""), words));
        }
    }

    private Optional<TaskFailure> acquire(String pair, LeaseKey key) throws IOException, InterruptedException {
        try {
            held.take(key).ifPresent(words -> takenOver.put(pair, words));
            return Optional.empty();
        } catch (LeaseHeldException e) {
            return Optional.of(
                    TaskFailure.refusal(String.valueOf(e.getMessage()), "").because(e));
        }
    }

    /** Warns about each lease that was taken over from a run that died. */
    void emitTakenOver() {
        takenOver.forEach(
                (pair, words) -> services.recorder().taskEvents(pair, "").warn(words));
    }

    /** Stops renewing the leases without releasing them. */
    void abandon() {
        held.abandon();
    }

    /**
     * Releases every lease, even if one cannot be released.
     *
     * @return what went wrong, by the name of the lease
     */
    Map<String, Exception> release() {
        // An interrupted thread cannot lock a file.
        boolean interrupted = Thread.interrupted();
        Map<String, Exception> failures = held.release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failures;
    }
}
