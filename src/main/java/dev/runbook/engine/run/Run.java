package dev.runbook.engine.run;

import dev.runbook.engine.Environment;
import dev.runbook.engine.JournalWriteException;
import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.record.LoggingSink;
import dev.runbook.engine.record.Recorder;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.engine.redact.MaskedFailure;
import dev.runbook.engine.redact.Redaction;
import dev.runbook.expression.ExpressionException;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.Journal;
import dev.runbook.journal.RunFolders;
import dev.runbook.log.RunLog;
import dev.runbook.port.PortException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Runs a runbook for the pairs of an inventory, or checks what a run would do. For one use. */
public final class Run {

    private static final int INTERRUPTED = 130;

    private final String id;
    private final RunRequest request;
    private final RunServices services;
    private final Instant began;
    private final RunEvents events;
    private final RunLeases leases;
    private final RunResults results;

    private Run(String id, RunRequest request, RunServices services) {
        this.id = id;
        this.request = request;
        this.services = services;
        this.began = services.environment().clock().now();
        this.events = new RunEvents(id, request, services);
        this.leases = new RunLeases(id, request, services);
        this.results = new RunResults(id, request, services, events);
    }

    /**
     * Runs or checks every pair to its end.
     *
     * @throws IOException when the state folder cannot be used; nothing was changed then
     */
    public static RunOutcome execute(RunRequest request, RunInputs inputs) throws IOException {
        Environment environment = inputs.environment();
        RunFolders folders = new RunFolders(request.places().state());
        Redaction redaction = redaction(request);
        Instant now = environment.clock().now();
        if (request.options().check()) {
            try (RunLog log = new RunLog(folders.checkLog(), redaction::mask, inputs.sink()::note)) {
                RunServices services = services(inputs, redaction, Optional.empty(), log);
                return new Run(RunFolders.newId(now), request, services).executeMasked();
            }
        }
        String id = folders.createRun(now);
        try (Journal journal = Journal.open(folders.journal(id), environment.disk());
                RunLog log = new RunLog(Optional.of(folders.log(id)), redaction::mask, inputs.sink()::note)) {
            RunServices services = services(inputs, redaction, Optional.of(journal), log);
            return new Run(id, request, services).executeMasked();
        }
    }

    /** Masks the secrets of the command line and of the answers to prompts. */
    private static Redaction redaction(RunRequest request) {
        Redaction redaction = new Redaction();
        Set<String> visible = VisibleVariables.of(request.runbook(), request.inventory());
        request.options()
                .extraVars()
                .forEach((name, value) -> redaction.addSecret(visible.contains(name) ? value : value.asSecret()));
        request.options().prompted().values().forEach(redaction::addSecret);
        return redaction;
    }

    private static RunServices services(RunInputs inputs, Redaction redaction, Optional<Journal> journal, RunLog log) {
        Recorder recorder =
                new Recorder(redaction, inputs.environment().clock(), journal, new LoggingSink(log, inputs.sink()));
        inputs.environment().logTo(log);
        return new RunServices(
                inputs.modules(), inputs.environment(), redaction, recorder, inputs.cancellation(), inputs.plans());
    }

    private RunOutcome executeMasked() throws IOException {
        try {
            return executePairs();
        } catch (RuntimeException e) {
            throw MaskedFailure.of(e, services.redaction());
        }
    }

    private RunOutcome executePairs() throws IOException {
        try {
            List<PairRun> pairs = prepare();
            events.emitStarted(pairs.stream().anyMatch(PairRun::isResumed));
            leases.emitTakenOver();
            pairs.stream().filter(PairRun::isAlreadyFinished).forEach(this::finishAlreadyFinished);
            work(pairs.stream().filter(pair -> !pair.isAlreadyFinished()).toList());
        } catch (Error e) {
            leases.abandon();
            throw e;
        } catch (JournalWriteException e) {
            events.stopAll(e);
        } catch (IOException | RuntimeException e) {
            leases.release().values().forEach(e::addSuppressed);
            throw e;
        }
        leases.release()
                .forEach((what, failure) -> services.recorder()
                        .taskEvents("", "")
                        .warn("the lease on " + what + " cannot be given free: " + failure));
        return results.finishRun(
                Duration.between(began, services.environment().clock().now()));
    }

    /** Acquires the leases first: a run that ends while journals and worlds are read would be misread. */
    private List<PairRun> prepare() throws IOException {
        TaskFailure failure;
        try {
            PairPreparer preparer = new PairPreparer(id, request, services);
            preparer.verifyAccounts();
            return request.options().check() || acquireTargetLeases(preparer) ? preparer.pairs() : List.of();
        } catch (TaskFailure e) {
            failure = e;
        } catch (PortException e) {
            failure = TaskFailure.unreachable(e);
        } catch (ExpressionException e) {
            failure = TaskFailure.of(e);
        }
        for (Pair pair : request.pairs()) {
            results.recordNotStarted(pair.name(), failure);
        }
        return List.of();
    }

    private boolean acquireTargetLeases(PairPreparer preparer) throws IOException {
        try {
            leases.acquireTargets(preparer).forEach(results::recordNotStarted);
            return !results.hasNotStarted();
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void finishAlreadyFinished(PairRun pair) {
        events.emitPairStarted(pair);
        results.finish(pair.name(), pair.refresh().id(), pair.alreadyFinishedResult());
    }

    private void work(List<PairRun> pairs) throws IOException {
        if (request.options().check()) {
            forEachPair(pairs, (pair, coordinator) -> runAndReport(pair, () -> pair.check(coordinator)));
        } else if (!results.hasNotStarted() && preflight(pairs)) {
            results.startChanges();
            forEachPair(
                    pairs,
                    (pair, coordinator) -> runAndReport(
                            pair, () -> pair.run(leases.target(pair.name()), leases.heldLeases(), coordinator)));
        }
    }

    private void runAndReport(PairRun pair, Supplier<PairResult> work) {
        events.emitPairStarted(pair);
        PairResult result;
        try {
            result = work.get();
        } catch (RuntimeException e) {
            result = results.internalFailure(e);
        }
        results.finish(pair.name(), pair.refresh().id(), result);
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

    private Rehearsal preflightPair(PairRun pair, PairCoordinator coordinator) {
        List<EventRecord<?>> events = Collections.synchronizedList(new ArrayList<>());
        try {
            return pair.preflight(coordinator, events);
        } catch (RuntimeException e) {
            return Rehearsal.failure(results.internalFailure(e), events);
        }
    }

    /** Acquires the leases on what the pairs will write to buckets; without all of them nothing starts. */
    private boolean acquireBucketLeases(List<PairRun> pairs, Map<String, Rehearsal> rehearsals) throws IOException {
        try {
            for (PairRun pair : pairs) {
                Rehearsal rehearsal = Objects.requireNonNull(rehearsals.get(pair.name()));
                Optional<TaskFailure> failure = leases.acquireBuckets(pair.name(), rehearsal.written());
                if (failure.isPresent()) {
                    reportBlocked(pair, rehearsal, PairResult.failure(failure.get()));
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Reports why a pair does not start. */
    private void reportBlocked(PairRun pair, Rehearsal rehearsal, PairResult result) {
        events.emitPairStarted(pair);
        TaskEvents events = services.recorder().taskEvents(pair.name(), "");
        rehearsal.differences().forEach(drift -> events.warn(drift.toString()));
        rehearsal.failedTask().forEach(services.recorder()::forward);
        results.finish(pair.name(), result, result.toRecord(pair.refresh().id(), true));
    }

    /**
     * Works on the pairs in order, each on a thread of its own, as many at a time as there are forks. Returns when no thread
     * works any more: an interrupt is passed on to all pairs and waited for. An exception that a pair does not handle stops all
     * pairs before their next task and is rethrown at the end.
     */
    private void forEachPair(List<PairRun> pairs, BiConsumer<PairRun, PairCoordinator> work) {
        PairCoordinator coordinator =
                PairCoordinator.of(pairs, request.options().forks());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        ExecutorService pool = Executors.newCachedThreadPool();
        boolean interrupted = false;
        try {
            for (PairRun pair : pairs) {
                interrupted |= await(coordinator::enterFork);
                pool.execute(() -> workOn(pair, coordinator, work, failure));
            }
        } catch (Error e) {
            // No thread could be created.
            stopAll(failure, e);
        }
        pool.shutdown();
        interrupted |= await(() -> pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.get() instanceof Error error) {
            throw error;
        }
        if (failure.get() instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void workOn(
            PairRun pair,
            PairCoordinator coordinator,
            BiConsumer<PairRun, PairCoordinator> work,
            AtomicReference<Throwable> failure) {
        try {
            if (!services.cancellation().stops()) {
                // Log lines name the thread.
                Thread.currentThread().setName(pair.name());
                services.cancellation().enter();
                try {
                    work.accept(pair, coordinator);
                } finally {
                    services.cancellation().leave();
                }
            }
        } catch (RuntimeException | Error e) {
            stopAll(failure, e);
        } finally {
            coordinator.leave(pair.name());
            coordinator.leaveFork();
        }
    }

    private void stopAll(AtomicReference<Throwable> failure, Throwable reason) {
        failure.compareAndSet(null, reason);
        services.cancellation().abort();
    }

    /** A wait that an interrupt ends early. */
    private interface InterruptibleWait {
        void await() throws InterruptedException;
    }

    /** Waits to the end; on an interrupt, cancels the run and waits on. True if there was an interrupt. */
    private boolean await(InterruptibleWait wait) {
        boolean interrupted = false;
        while (true) {
            try {
                wait.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                services.cancellation().ask(INTERRUPTED);
            }
        }
    }
}
