package dev.runbook.engine.run;

import dev.runbook.engine.JournalWriteException;
import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.HeldLeases;
import dev.runbook.engine.record.Recorder;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.expression.ExpressionException;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.LeaseHeldException;
import dev.runbook.journal.LeaseKey;
import dev.runbook.journal.Leases;
import dev.runbook.log.LogDetail;
import dev.runbook.plan.Draft;
import dev.runbook.port.Clock;
import dev.runbook.port.PortException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** One run from its first event to its last. For one use. */
final class Run {

    private final String id;
    private final RunRequest request;
    private final RunServices services;
    private final Instant began;
    private final RunEvents events;
    private final HeldLeases leases;
    private final Map<String, LeaseKey> targets = new LinkedHashMap<>();
    private final Map<String, String> takenOver = new LinkedHashMap<>();
    private final Map<String, PairResult> results = new ConcurrentHashMap<>();
    private final Set<String> notStarted = new HashSet<>();
    private boolean begun;
    private volatile boolean broken;

    Run(String id, RunRequest request, RunServices services) {
        this.id = id;
        this.request = request;
        this.services = services;
        this.began = services.environment().clock().now();
        this.events = new RunEvents(id, request, services);
        this.leases = new HeldLeases(
                new Leases(request.places().state(), services.environment().owner(), time(), Leases.Pulse.usual()), id);
    }

    /** The time by which leases are watched; it ends when the run is to stop. */
    private Leases.Time time() {
        Clock clock = services.environment().clock();
        return new Leases.Time() {
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

    RunOutcome execute() throws IOException {
        try {
            List<PairRun> pairs = prepare();
            events.emitStarted(pairs.stream().anyMatch(PairRun::isResumed));
            takenOver.forEach(
                    (pair, words) -> services.recorder().taskEvents(pair, "").warn(words));
            pairs.stream().filter(PairRun::isAlreadyFinished).forEach(this::finishAlreadyFinished);
            work(pairs.stream().filter(pair -> !pair.isAlreadyFinished()).toList());
        } catch (Error e) {
            leases.abandon();
            throw e;
        } catch (JournalWriteException e) {
            events.stopAll(e);
        } catch (IOException | RuntimeException e) {
            releaseLeases().values().forEach(e::addSuppressed);
            throw e;
        }
        releaseLeases()
                .forEach((what, failure) -> services.recorder()
                        .taskEvents("", "")
                        .warn("the lease on " + what + " cannot be given free: " + failure));
        return finishRun();
    }

    /** Gives everything free; what went wrong, by what the lease is on. */
    private Map<String, Exception> releaseLeases() {
        // An interrupted thread cannot lock a file.
        boolean interrupted = Thread.interrupted();
        Map<String, Exception> failures = leases.release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failures;
    }

    private void work(List<PairRun> open) throws IOException {
        if (request.options().check()) {
            forEachPair(open, (pair, coordinator) -> runAndReport(pair, () -> pair.check(coordinator)));
        } else if (notStarted.isEmpty() && preflight(open)) {
            begun = true;
            forEachPair(
                    open,
                    (pair, coordinator) -> runAndReport(
                            pair, () -> pair.run(Optional.ofNullable(targets.get(pair.name())), leases, coordinator)));
        }
    }

    /** The leases come first: a run that ends while journals and worlds are read would be misread. */
    private List<PairRun> prepare() throws IOException {
        TaskFailure failure;
        try {
            PairPreparer preparer = new PairPreparer(id, request, services);
            preparer.verifyAccounts();
            return request.options().check() || acquireLeases(preparer) ? preparer.pairs() : List.of();
        } catch (TaskFailure e) {
            failure = e;
        } catch (PortException e) {
            failure = TaskFailure.unreachable(e);
        } catch (ExpressionException e) {
            failure = TaskFailure.of(e);
        }
        for (Pair pair : request.pairs()) {
            recordNotStarted(pair.name(), failure);
        }
        return List.of();
    }

    private void finishAlreadyFinished(PairRun pair) {
        events.emitPairStarted(pair);
        finish(pair.name(), pair.refresh().id(), pair.alreadyFinishedResult());
    }

    /** Takes the lease on every target, or none. */
    private boolean acquireLeases(PairPreparer preparer) throws IOException {
        for (Pair pair : request.pairs()) {
            preparer.leaseKey(pair).ifPresent(key -> targets.put(pair.name(), key));
        }
        watchLeases(targets.values());
        try {
            for (Map.Entry<String, LeaseKey> target : targets.entrySet()) {
                acquireLease(target.getKey(), target.getValue())
                        .ifPresent(result -> recordNotStarted(
                                target.getKey(), result.failure().orElseThrow()));
            }
        } catch (InterruptedException e) {
            return false;
        }
        return notStarted.isEmpty();
    }

    private void watchLeases(Collection<LeaseKey> keys) throws IOException {
        Recorder recorder = services.recorder();
        if (!keys.isEmpty()) {
            leases.watch(keys).forEach(words -> recorder.note(LogDetail.PATIENCE, recorder.taskEvents("", ""), words));
        }
    }

    /** Takes a lease for a pair; how the pair ends when it cannot be had. */
    private Optional<PairResult> acquireLease(String pair, LeaseKey key) throws IOException, InterruptedException {
        try {
            leases.take(key).ifPresent(words -> takenOver.put(pair, words));
            return Optional.empty();
        } catch (LeaseHeldException e) {
            return Optional.of(PairResult.failure(
                    TaskFailure.refusal(String.valueOf(e.getMessage()), "").because(e)));
        }
    }

    /** A pair that never came to its first task. */
    private void recordNotStarted(String pair, TaskFailure failure) {
        results.put(pair, PairResult.failure(failure));
        notStarted.add(pair);
    }

    /** Finds out for every pair whether anything would stop it, before anything is changed for any of them. */
    private boolean preflight(List<PairRun> pairs) throws IOException {
        Map<String, Rehearsal> rehearsals = new ConcurrentHashMap<>();
        forEachPair(pairs, (pair, coordinator) -> rehearsals.put(pair.name(), preflightPair(pair, coordinator)));
        boolean allowed = rehearsals.size() == pairs.size()
                && rehearsals.values().stream()
                        .allMatch(rehearsal -> rehearsal.blockingResult().isEmpty());
        for (PairRun pair : pairs) {
            Rehearsal rehearsal = rehearsals.getOrDefault(pair.name(), Rehearsal.interruption());
            if (!allowed && rehearsal.blockingResult().isPresent()) {
                reportBlocked(pair, rehearsal, rehearsal.blockingResult().get());
            }
        }
        return allowed && acquireBucketLeases(pairs, rehearsals);
    }

    /** Takes the leases on what is going to be written to buckets, or begins nothing. */
    private boolean acquireBucketLeases(List<PairRun> pairs, Map<String, Rehearsal> rehearsals) throws IOException {
        boolean leased = true;
        for (PairRun pair : pairs) {
            Rehearsal rehearsal = Objects.requireNonNull(rehearsals.get(pair.name()));
            List<LeaseKey> keys = rehearsal.written().stream()
                    .map(part -> LeaseKey.bucket(part.bucket(), part.prefix()))
                    .toList();
            watchLeases(keys);
            try {
                for (LeaseKey key : keys) {
                    Optional<PairResult> held = leased ? acquireLease(pair.name(), key) : Optional.empty();
                    held.ifPresent(result -> reportBlocked(pair, rehearsal, result));
                    leased &= held.isEmpty();
                }
            } catch (InterruptedException e) {
                return false;
            }
        }
        return leased;
    }

    private Rehearsal preflightPair(PairRun pair, PairCoordinator coordinator) {
        List<EventRecord<?>> events = Collections.synchronizedList(new ArrayList<>());
        try {
            return pair.preflight(coordinator, events);
        } catch (RuntimeException e) {
            return Rehearsal.failure(internalFailure(e), events);
        }
    }

    /** Tells what stands against a pair that is not begun. */
    private void reportBlocked(PairRun pair, Rehearsal rehearsal, PairResult result) {
        events.emitPairStarted(pair);
        TaskEvents events = services.recorder().taskEvents(pair.name(), "");
        rehearsal.differences().forEach(difference -> events.warn(difference.toString()));
        rehearsal.failedTask().forEach(services.recorder()::forward);
        finish(pair.name(), result, result.toRecord(pair.refresh().id(), true));
    }

    private void runAndReport(PairRun pair, Supplier<PairResult> work) {
        events.emitPairStarted(pair);
        PairResult result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            result = internalFailure(e);
        }
        finish(pair.name(), pair.refresh().id(), result);
    }

    /** How a pair ends in which something of runbook itself broke, unless it broke because the run was to stop. */
    private PairResult internalFailure(RuntimeException e) {
        if (e instanceof JournalWriteException lost) {
            return PairResult.failure(events.stopAll(lost));
        }
        if (services.cancellation().stops()) {
            return PairResult.interruption();
        }
        broken = true;
        return PairResult.failure(TaskFailure.failure("a fault in runbook itself: " + e, "please report it")
                .because(e));
    }

    private void forEachPair(List<PairRun> pairs, BiConsumer<PairRun, PairCoordinator> work) {
        new PairExecutor(request.options().forks(), services.cancellation()).work(pairs, work);
    }

    private void finish(String pair, String refresh, PairResult result) {
        finish(pair, result, result.toRecord(refresh, false));
    }

    private void finish(String pair, PairResult result, Event.PairEnded recorded) {
        results.put(pair, result);
        result.failure()
                .ifPresent(failure -> services.recorder()
                        .note(LogDetail.WIRE, services.recorder().taskEvents(pair, ""), failure.trace()));
        events.emitEnded(pair, recorded);
    }

    private RunOutcome finishRun() {
        Map<String, RunOutcome.EndStatus> statuses = new LinkedHashMap<>();
        List<TaskFailure> failures = new ArrayList<>();
        boolean changed = false;
        for (Pair pair : request.pairs()) {
            PairResult result = results.get(pair.name());
            if (result == null) {
                result = PairResult.without(RunOutcome.EndStatus.NOT_STARTED, Optional.empty());
                finish(pair.name(), "", result);
            } else if (notStarted.contains(pair.name())) {
                finish(pair.name(), "", result);
            }
            statuses.put(pair.name(), result.status());
            changed |= result.changes() > 0;
            result.failure().ifPresent(failures::add);
        }
        services.plans().draft().ifPresent(this::markSecretsOfDraft);
        events.emitEnded(
                () -> exit(failures),
                Duration.between(began, services.environment().clock().now()));
        return new RunOutcome(id, exit(failures), changed, statuses);
    }

    /** A value given by {@code -e} is a secret as soon as something has used it as one. */
    private void markSecretsOfDraft(Draft draft) {
        request.options().extraVars().forEach((name, value) -> {
            String shown = value.show();
            if (!services.redaction().mask(shown).equals(shown)) {
                draft.isSecret(name);
            }
        });
    }

    private int exit(List<TaskFailure> failures) {
        if (services.cancellation().exit().isPresent()) {
            return services.cancellation().exit().getAsInt();
        }
        if (broken) {
            return RunOutcome.INTERNAL;
        }
        if (events.isUnrecorded() || has(failures, TaskFailure.Kind.UNRECORDED)) {
            return RunOutcome.UNRECORDED;
        }
        if (has(failures, TaskFailure.Kind.REFUSED)) {
            return RunOutcome.REFUSED;
        }
        if (!begun && has(failures, TaskFailure.Kind.UNREACHABLE)) {
            return RunOutcome.UNREACHABLE;
        }
        if (!begun && has(failures, TaskFailure.Kind.INVALID)) {
            return RunOutcome.INVALID;
        }
        return failures.isEmpty() ? RunOutcome.OK : RunOutcome.FAILED;
    }

    private static boolean has(List<TaskFailure> failures, TaskFailure.Kind kind) {
        return failures.stream().anyMatch(failure -> failure.kind() == kind);
    }
}
