package dev.runbook.engine;

import dev.runbook.expression.ExpressionException;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.Event;
import dev.runbook.journal.Lease;
import dev.runbook.journal.LeaseHeldException;
import dev.runbook.journal.Leases;
import dev.runbook.log.Detail;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Play;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** One run from its first event to its last. For one use. */
final class Run {

    /** What a run works with. */
    record Equipment(
            Modules modules, Outside outside, Redaction redaction, Recorder recorder, Interruption interruption) {}

    private static final int INTERRUPTED = 130;

    private final String id;
    private final Request request;
    private final Equipment equipment;
    private final Instant began;
    private final Map<String, Lease> leases = new LinkedHashMap<>();
    private final Map<String, PairEnd> ends = new ConcurrentHashMap<>();
    private final Set<String> unannounced = new HashSet<>();
    private boolean begun;
    private volatile boolean broken;

    Run(String id, Request request, Equipment equipment) {
        this.id = id;
        this.request = request;
        this.equipment = equipment;
        this.began = equipment.outside().clock().now();
    }

    Outcome go() throws IOException {
        try {
            List<PairRun> pairs = prepared();
            started(pairs.stream().anyMatch(PairRun::isResumed));
            leases.forEach((pair, lease) ->
                    lease.takenOver().ifPresent(equipment.recorder().voice(pair, "")::warn));
            pairs.stream().filter(PairRun::isEarlier).forEach(this::earlier);
            work(pairs.stream().filter(pair -> !pair.isEarlier()).toList());
        } catch (Error e) {
            leases.values().forEach(Lease::abandon);
            throw e;
        }
        for (Lease lease : leases.values()) {
            lease.close();
        }
        return ended();
    }

    private void work(List<PairRun> open) {
        if (request.options().check()) {
            together(open, (pair, convoy) -> announced(pair, () -> pair.check(convoy)));
        } else if (unannounced.isEmpty() && allowed(open)) {
            begun = true;
            together(
                    open,
                    (pair, convoy) ->
                            announced(pair, () -> pair.live(Optional.ofNullable(leases.get(pair.name())), convoy)));
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
        begin(pair);
        finish(pair.name(), pair.refresh().id(), pair.earlierEnd());
    }

    /** Takes the lease on every target, or none. */
    private boolean leased(Preparation preparation) throws IOException {
        Leases all = new Leases(
                request.places().state(),
                equipment.outside().owner(),
                equipment.outside().clock()::now,
                Leases.Pulse.usual());
        for (Pair pair : request.pairs()) {
            Optional<String> target = preparation.lease(pair);
            if (target.isEmpty()) {
                continue;
            }
            try {
                leases.put(pair.name(), all.acquire(target.get(), id));
            } catch (LeaseHeldException e) {
                missed(
                        pair.name(),
                        TaskFailure.refused(String.valueOf(e.getMessage()), "").because(e));
            }
        }
        return unannounced.isEmpty();
    }

    /** A pair that never came to its first task. */
    private void missed(String pair, TaskFailure failure) {
        ends.put(pair, PairEnd.failed(failure));
        unannounced.add(pair);
    }

    /** Finds out for every pair whether anything would stop it, before anything is changed for any of them. */
    private boolean allowed(List<PairRun> pairs) {
        Map<String, Rehearsal> rehearsals = new ConcurrentHashMap<>();
        together(pairs, (pair, convoy) -> {
            List<Event> events = Collections.synchronizedList(new ArrayList<>());
            rehearsals.put(pair.name(), new Rehearsal(pair.preflight(events::add, convoy), events));
        });
        boolean allowed = rehearsals.size() == pairs.size()
                && rehearsals.values().stream()
                        .allMatch(rehearsal -> rehearsal.end().status() == Outcome.Status.FINISHED);
        for (PairRun pair : pairs) {
            // Without a rehearsal the run was interrupted before it.
            Rehearsal rehearsal = rehearsals.getOrDefault(pair.name(), new Rehearsal(PairEnd.interrupted(), List.of()));
            if (!allowed && rehearsal.end().failure().isPresent()) {
                begin(pair);
                rehearsal.lastTask().forEach(equipment.recorder()::pass);
                boolean interrupted = rehearsal.end().status() == Outcome.Status.INTERRUPTED;
                finish(
                        pair.name(),
                        pair.refresh().id(),
                        interrupted
                                ? PairEnd.interrupted()
                                : PairEnd.failed(rehearsal.end().failure().get()));
            }
        }
        return allowed;
    }

    /** How the silent check of a pair ended, and what was said meanwhile. */
    private record Rehearsal(PairEnd end, List<Event> events) {

        Rehearsal {
            events = List.copyOf(events);
        }

        /** What concerns the task that would have stopped the run. */
        List<Event> lastTask() {
            int start = 0;
            for (int index = 0; index < events.size(); index++) {
                start = events.get(index).kind() == Event.Kind.TASK_STARTED ? index : start;
            }
            return events.subList(start, events.size()).stream()
                    .filter(event -> event.kind() != Event.Kind.CHANGE && event.kind() != Event.Kind.CHANGE_SKIPPED)
                    .toList();
        }
    }

    private void announced(PairRun pair, Supplier<PairEnd> work) {
        begin(pair);
        PairEnd end;
        try {
            end = work.get();
        } catch (RuntimeException e) {
            boolean asked = equipment.interruption().exit().isPresent();
            broken |= !asked;
            end = asked
                    ? PairEnd.interrupted()
                    : PairEnd.failed(TaskFailure.failed("a fault in runbook itself: " + e, "please report it")
                            .because(e));
        }
        finish(pair.name(), pair.refresh().id(), end);
    }

    /** Works on several pairs at a time, in their order; an {@link Error} in one ends the run at once. */
    private void together(List<PairRun> pairs, BiConsumer<PairRun, Convoy> work) {
        Forks forks = new Forks(request.options().forks());
        Convoy convoy = convoy(forks, pairs);
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (PairRun pair : pairs) {
                forks.enter();
                all.add(pool.submit(() -> oneOf(pair, forks, convoy, work)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            equipment.interruption().ask(INTERRUPTED);
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private void oneOf(PairRun pair, Forks forks, Convoy convoy, BiConsumer<PairRun, Convoy> work) {
        try {
            interruptible(() -> {
                // Lines of the log name the thread that was at work.
                Thread.currentThread().setName(pair.name());
                work.accept(pair, convoy);
            });
        } finally {
            convoy.leave(pair.name());
            forks.leave();
        }
    }

    private void interruptible(Runnable work) {
        Interruption interruption = equipment.interruption();
        if (interruption.exit().isPresent()) {
            return;
        }
        interruption.enter();
        try {
            work.run();
        } finally {
            interruption.leave();
        }
    }

    private Convoy convoy(Forks forks, List<PairRun> pairs) {
        IdentityHashMap<Play, List<String>> byPlay = new IdentityHashMap<>();
        Map<String, TaskEnd> done = new LinkedHashMap<>();
        for (PairRun pair : pairs) {
            pair.plays()
                    .forEach(play -> byPlay.computeIfAbsent(play, unused -> new ArrayList<>())
                            .add(pair.name()));
            pair.once().forEach((task, result) -> done.put(task, TaskEnd.did(0, result)));
        }
        return new Convoy(forks, byPlay, done);
    }

    private void started(boolean resumed) {
        Request.Places places = request.places();
        Facts facts = Facts.of("run", id)
                .with("runbook", request.runbook().source().name())
                .with("inventory", places.inventory())
                .with("runbook_path", places.project().runbook().toString())
                .with("inventory_path", places.project().inventory().toString())
                .with("pairs", request.pairs().stream().map(Pair::name).toList())
                .with("check", request.options().check())
                .with("resumed", resumed)
                .with("argv", places.command().words())
                .with("folder", places.command().folder().toString())
                .with("owner", equipment.outside().owner().fields());
        places.command()
                .earlier()
                .ifPresent(run -> facts.with(run.wish() == Request.Wish.RESUME ? "resumes" : "rolls_back", run.run()));
        equipment.recorder().voice("", "").say(Event.Kind.RUN_STARTED, facts);
    }

    private void begin(PairRun pair) {
        equipment
                .recorder()
                .voice(pair.name(), "")
                .say(
                        Event.Kind.PAIR_STARTED,
                        Facts.of("refresh", pair.refresh().id())
                                .with(
                                        "source",
                                        pair.refresh().source().instance().name())
                                .with(
                                        "target",
                                        pair.refresh().target().instance().name())
                                .with("resumed", pair.isResumed()));
    }

    private void finish(String pair, String refresh, PairEnd end) {
        ends.put(pair, end);
        end.failure()
                .ifPresent(failure -> equipment
                        .recorder()
                        .note(Detail.WIRE, equipment.recorder().voice(pair, ""), failure.trace()));
        equipment
                .recorder()
                .voice(pair, "")
                .say(Event.Kind.PAIR_ENDED, end.facts().with("refresh", refresh));
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
        int exit = exit(failures);
        Facts facts = new Facts()
                .with("exit", exit)
                .with(
                        "seconds",
                        Duration.between(began, equipment.outside().clock().now()));
        equipment.recorder().voice("", "").say(Event.Kind.RUN_ENDED, facts);
        return new Outcome(id, exit, changed, statuses);
    }

    private int exit(List<TaskFailure> failures) {
        if (equipment.interruption().exit().isPresent()) {
            return equipment.interruption().exit().getAsInt();
        }
        if (broken) {
            return Outcome.INTERNAL;
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
