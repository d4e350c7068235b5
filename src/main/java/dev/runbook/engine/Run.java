package dev.runbook.engine;

import dev.runbook.expression.ExpressionException;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.Event;
import dev.runbook.journal.LeaseHeldException;
import dev.runbook.journal.LeaseKey;
import dev.runbook.journal.Leases;
import dev.runbook.log.Detail;
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

    /** What a run works with. */
    record Equipment(
            Modules modules,
            Outside outside,
            Redaction redaction,
            Recorder recorder,
            Interruption interruption,
            Plans plans) {}

    private final String id;
    private final Request request;
    private final Equipment equipment;
    private final Instant began;
    private final RunWords words;
    private final HeldLeases leases;
    private final Map<String, LeaseKey> targets = new LinkedHashMap<>();
    private final Map<String, String> takenOver = new LinkedHashMap<>();
    private final Map<String, PairEnd> ends = new ConcurrentHashMap<>();
    private final Set<String> unannounced = new HashSet<>();
    private boolean begun;
    private volatile boolean broken;

    Run(String id, Request request, Equipment equipment) {
        this.id = id;
        this.request = request;
        this.equipment = equipment;
        this.began = equipment.outside().clock().now();
        this.words = new RunWords(id, request, equipment);
        this.leases = new HeldLeases(
                new Leases(request.places().state(), equipment.outside().owner(), time(), Leases.Pulse.usual()), id);
    }

    /** The time by which leases are watched; it ends when the run is to stop. */
    private Leases.Time time() {
        Clock clock = equipment.outside().clock();
        return new Leases.Time() {
            @Override
            public Instant now() {
                return clock.now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                if (equipment.interruption().stops()) {
                    throw new InterruptedException("asked to stop");
                }
                clock.sleep(duration);
            }
        };
    }

    Outcome go() throws IOException {
        try {
            List<PairRun> pairs = prepared();
            words.started(pairs.stream().anyMatch(PairRun::isResumed));
            takenOver.forEach(
                    (pair, words) -> equipment.recorder().voice(pair, "").warn(words));
            pairs.stream().filter(PairRun::isEarlier).forEach(this::earlier);
            work(pairs.stream().filter(pair -> !pair.isEarlier()).toList());
        } catch (Error e) {
            leases.abandon();
            throw e;
        } catch (UnrecordedException e) {
            words.stop(e);
        } catch (IOException | RuntimeException e) {
            released().values().forEach(e::addSuppressed);
            throw e;
        }
        released()
                .forEach((what, failure) -> equipment
                        .recorder()
                        .voice("", "")
                        .warn("the lease on " + what + " cannot be given free: " + failure));
        return ended();
    }

    /** Gives everything free; what went wrong, by what the lease is on. */
    private Map<String, Exception> released() {
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
            together(open, (pair, convoy) -> announced(pair, () -> pair.check(convoy)));
        } else if (unannounced.isEmpty() && allowed(open)) {
            begun = true;
            together(
                    open,
                    (pair, convoy) -> announced(
                            pair, () -> pair.live(Optional.ofNullable(targets.get(pair.name())), leases, convoy)));
        }
    }

    /** The leases come first: a run that ends while journals and worlds are read would be misread. */
    private List<PairRun> prepared() throws IOException {
        TaskFailure failure;
        try {
            Preparation preparation = new Preparation(id, request, equipment);
            preparation.enter();
            return request.options().check() || leased(preparation) ? preparation.pairs() : List.of();
        } catch (TaskFailure e) {
            failure = e;
        } catch (PortException e) {
            failure = TaskFailure.unreachable(e);
        } catch (ExpressionException e) {
            failure = TaskFailure.of(e);
        }
        for (Pair pair : request.pairs()) {
            missed(pair.name(), failure);
        }
        return List.of();
    }

    private void earlier(PairRun pair) {
        words.begin(pair);
        finish(pair.name(), pair.refresh().id(), pair.earlierEnd());
    }

    /** Takes the lease on every target, or none. */
    private boolean leased(Preparation preparation) throws IOException {
        for (Pair pair : request.pairs()) {
            preparation.lease(pair).ifPresent(key -> targets.put(pair.name(), key));
        }
        watch(targets.values());
        try {
            for (Map.Entry<String, LeaseKey> target : targets.entrySet()) {
                taken(target.getKey(), target.getValue())
                        .ifPresent(end -> missed(target.getKey(), end.failure().orElseThrow()));
            }
        } catch (InterruptedException e) {
            return false;
        }
        return unannounced.isEmpty();
    }

    private void watch(Collection<LeaseKey> keys) throws IOException {
        Recorder recorder = equipment.recorder();
        if (!keys.isEmpty()) {
            leases.watch(keys).forEach(words -> recorder.note(Detail.PATIENCE, recorder.voice("", ""), words));
        }
    }

    /** Takes a lease for a pair; how the pair ends when it cannot be had. */
    private Optional<PairEnd> taken(String pair, LeaseKey key) throws IOException, InterruptedException {
        try {
            leases.take(key).ifPresent(words -> takenOver.put(pair, words));
            return Optional.empty();
        } catch (LeaseHeldException e) {
            return Optional.of(PairEnd.failed(
                    TaskFailure.refused(String.valueOf(e.getMessage()), "").because(e)));
        }
    }

    /** A pair that never came to its first task. */
    private void missed(String pair, TaskFailure failure) {
        ends.put(pair, PairEnd.failed(failure));
        unannounced.add(pair);
    }

    /** Finds out for every pair whether anything would stop it, before anything is changed for any of them. */
    private boolean allowed(List<PairRun> pairs) throws IOException {
        Map<String, Rehearsal> rehearsals = new ConcurrentHashMap<>();
        together(pairs, (pair, convoy) -> rehearsals.put(pair.name(), rehearsed(pair, convoy)));
        boolean allowed = rehearsals.size() == pairs.size()
                && rehearsals.values().stream()
                        .allMatch(rehearsal -> rehearsal.stop().isEmpty());
        for (PairRun pair : pairs) {
            Rehearsal rehearsal = rehearsals.getOrDefault(pair.name(), Rehearsal.interrupted());
            if (!allowed && rehearsal.stop().isPresent()) {
                stopped(pair, rehearsal, rehearsal.stop().get());
            }
        }
        return allowed && bucketsLeased(pairs, rehearsals);
    }

    /** Takes the leases on what is going to be written to buckets, or begins nothing. */
    private boolean bucketsLeased(List<PairRun> pairs, Map<String, Rehearsal> rehearsals) throws IOException {
        boolean leased = true;
        for (PairRun pair : pairs) {
            Rehearsal rehearsal = Objects.requireNonNull(rehearsals.get(pair.name()));
            List<LeaseKey> keys = rehearsal.written().stream()
                    .map(part -> LeaseKey.bucket(part.bucket(), part.prefix()))
                    .toList();
            watch(keys);
            try {
                for (LeaseKey key : keys) {
                    Optional<PairEnd> held = leased ? taken(pair.name(), key) : Optional.empty();
                    held.ifPresent(end -> stopped(pair, rehearsal, end));
                    leased &= held.isEmpty();
                }
            } catch (InterruptedException e) {
                return false;
            }
        }
        return leased;
    }

    private Rehearsal rehearsed(PairRun pair, Convoy convoy) {
        List<Event> events = Collections.synchronizedList(new ArrayList<>());
        try {
            return pair.rehearse(convoy, events);
        } catch (RuntimeException e) {
            return Rehearsal.stopped(faulty(e), events);
        }
    }

    /** Tells what stands against a pair that is not begun. */
    private void stopped(PairRun pair, Rehearsal rehearsal, PairEnd end) {
        words.begin(pair);
        Voice voice = equipment.recorder().voice(pair.name(), "");
        rehearsal.differences().forEach(difference -> voice.warn(difference.toString()));
        rehearsal.failedTask().forEach(equipment.recorder()::pass);
        finish(
                pair.name(),
                end,
                end.facts().with("refresh", pair.refresh().id()).with("foreseen", true));
    }

    private void announced(PairRun pair, Supplier<PairEnd> work) {
        words.begin(pair);
        PairEnd end;
        try {
            end = work.get();
        } catch (RuntimeException e) {
            end = faulty(e);
        }
        finish(pair.name(), pair.refresh().id(), end);
    }

    /** How a pair ends in which something of runbook itself broke, unless it broke because the run was to stop. */
    private PairEnd faulty(RuntimeException e) {
        if (e instanceof UnrecordedException lost) {
            return PairEnd.failed(words.stop(lost));
        }
        if (equipment.interruption().stops()) {
            return PairEnd.interrupted();
        }
        broken = true;
        return PairEnd.failed(TaskFailure.failed("a fault in runbook itself: " + e, "please report it")
                .because(e));
    }

    private void together(List<PairRun> pairs, BiConsumer<PairRun, Convoy> work) {
        new Crew(request.options().forks(), equipment.interruption()).work(pairs, work);
    }

    private void finish(String pair, String refresh, PairEnd end) {
        finish(pair, end, end.facts().with("refresh", refresh));
    }

    private void finish(String pair, PairEnd end, Facts facts) {
        ends.put(pair, end);
        end.failure()
                .ifPresent(failure -> equipment
                        .recorder()
                        .note(Detail.WIRE, equipment.recorder().voice(pair, ""), failure.trace()));
        words.ended(pair, facts);
    }

    private Outcome ended() {
        Map<String, Outcome.Status> statuses = new LinkedHashMap<>();
        List<TaskFailure> failures = new ArrayList<>();
        boolean changed = false;
        for (Pair pair : request.pairs()) {
            PairEnd end = ends.get(pair.name());
            if (end == null) {
                end = PairEnd.without(Outcome.Status.NOT_STARTED, Optional.empty());
                finish(pair.name(), "", end);
            } else if (unannounced.contains(pair.name())) {
                finish(pair.name(), "", end);
            }
            statuses.put(pair.name(), end.status());
            changed |= end.changes() > 0;
            end.failure().ifPresent(failures::add);
        }
        equipment.plans().draft().ifPresent(this::tellSecrets);
        words.ended(
                () -> exit(failures),
                Duration.between(began, equipment.outside().clock().now()));
        return new Outcome(id, exit(failures), changed, statuses);
    }

    /** A value given by {@code -e} is a secret as soon as something has used it as one. */
    private void tellSecrets(Draft draft) {
        request.options().extraVars().forEach((name, value) -> {
            String shown = value.show();
            if (!equipment.redaction().mask(shown).equals(shown)) {
                draft.isSecret(name);
            }
        });
    }

    private int exit(List<TaskFailure> failures) {
        if (equipment.interruption().exit().isPresent()) {
            return equipment.interruption().exit().getAsInt();
        }
        if (broken) {
            return Outcome.INTERNAL;
        }
        if (words.isUnrecorded() || has(failures, TaskFailure.Kind.UNRECORDED)) {
            return Outcome.UNRECORDED;
        }
        if (has(failures, TaskFailure.Kind.REFUSED)) {
            return Outcome.REFUSED;
        }
        if (!begun && has(failures, TaskFailure.Kind.UNREACHABLE)) {
            return Outcome.UNREACHABLE;
        }
        if (!begun && has(failures, TaskFailure.Kind.INVALID)) {
            return Outcome.INVALID;
        }
        return failures.isEmpty() ? Outcome.OK : Outcome.FAILED;
    }

    private static boolean has(List<TaskFailure> failures, TaskFailure.Kind kind) {
        return failures.stream().anyMatch(failure -> failure.kind() == kind);
    }
}
