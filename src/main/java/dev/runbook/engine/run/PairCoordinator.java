package dev.runbook.engine.run;

import dev.runbook.engine.task.TaskResult;
import dev.runbook.runbook.Play;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Coordinates the pairs of a run: forks, batches, lockstep, {@code run_once}, {@code throttle}, and stopping all of them.
 *
 * <p>Free of deadlocks: a pair that waits to enter a play, for lockstep or for a {@code run_once} result waits only for pairs
 * that are earlier in the order of play, batch, part (in lockstep) and inventory. A throttle slot is held only while a task
 * runs, which waits for no other pair; and a pair that waits gives its fork to another one.
 */
final class PairCoordinator {

    private final Semaphore forks;
    private final IdentityHashMap<Play, Ranks> plays = new IdentityHashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, OnceResult> once = new HashMap<>();
    private final Map<String, Set<String>> taken = new HashMap<>();
    private final Map<String, Integer> busy = new HashMap<>();
    private boolean halted;

    /**
     * The result of a {@code run_once} task.
     *
     * @param pair the pair that runs it; empty if an earlier run did
     * @param result empty while it runs
     */
    private record OnceResult(String pair, Optional<TaskResult> result) {}

    /** The pairs of one play, in batches, with the progress of each. */
    private static final class Ranks {

        private final List<List<String>> batches;
        private final Map<String, Integer> begun = new HashMap<>();
        private final Set<String> left = new HashSet<>();

        Ranks(List<List<String>> batches) {
            this.batches = List.copyOf(batches);
        }

        /** The last part that the pair has begun, in lockstep; -1 if none. */
        int lastPart(String pair) {
            return begun.getOrDefault(pair, -1);
        }

        /** The pairs that come before in the inventory. */
        List<String> before(String pair) {
            List<String> order = batches.stream().flatMap(List::stream).toList();
            return order.subList(0, Math.max(0, order.indexOf(pair)));
        }

        List<String> batchesBefore(String pair) {
            List<String> before = new ArrayList<>();
            for (List<String> batch : batches) {
                if (batch.contains(pair)) {
                    break;
                }
                before.addAll(batch);
            }
            return before;
        }

        List<String> beside(String pair) {
            return batches.stream()
                    .filter(batch -> batch.contains(pair))
                    .findFirst()
                    .orElse(List.of());
        }
    }

    /**
     * @param forks how many pairs work at the same time, at least 1
     * @param pairs of each play, in the order of the inventory
     * @param done results of {@code run_once} tasks that an earlier run of the refresh completed
     */
    private PairCoordinator(int forks, IdentityHashMap<Play, List<String>> pairs, Map<String, TaskResult> done) {
        this.forks = new Semaphore(Math.max(1, forks), true);
        pairs.forEach((play, names) -> plays.put(play, new Ranks(batches(play, names))));
        done.forEach((task, result) -> once.put(task, new OnceResult("", Optional.of(result))));
    }

    /** Coordinates the pairs of a run, in the order of the inventory. */
    static PairCoordinator of(List<PairRun> pairs, int forks) {
        IdentityHashMap<Play, List<String>> byPlay = new IdentityHashMap<>();
        Map<String, TaskResult> done = new LinkedHashMap<>();
        for (PairRun pair : pairs) {
            pair.plays()
                    .forEach(play -> byPlay.computeIfAbsent(play, unused -> new ArrayList<>())
                            .add(pair.name()));
            pair.onceResults().forEach((task, result) -> done.put(task, TaskResult.success(0, result)));
        }
        return new PairCoordinator(forks, byPlay, done);
    }

    /**
     * Coordinates a single pair that is predicted apart from the run.
     *
     * @param done results of {@code run_once} tasks that other pairs completed
     */
    static PairCoordinator singlePair(Map<String, TaskResult> done) {
        return new PairCoordinator(1, new IdentityHashMap<>(), done);
    }

    private static List<List<String>> batches(Play play, List<String> names) {
        List<Play.BatchSize> sizes = play.options().serial();
        List<List<String>> batches = new ArrayList<>();
        int start = 0;
        while (start < names.size()) {
            int size = sizes.isEmpty()
                    ? names.size()
                    : sizes.get(Math.min(batches.size(), sizes.size() - 1)).of(names.size());
            int end = Math.min(names.size(), start + size);
            batches.add(List.copyOf(names.subList(start, end)));
            start = end;
        }
        return batches;
    }

    /** Waits for a free fork. */
    void enterFork() throws InterruptedException {
        forks.acquire();
    }

    void leaveFork() {
        forks.release();
    }

    /** Waits until all earlier batches have left the play. */
    void enter(Play play, String pair) throws InterruptedException {
        Ranks ranks = ranks(play);
        awaitUntil(() -> ranks.batchesBefore(pair).stream().allMatch(other -> hasLeft(ranks, other)));
    }

    synchronized void leave(Play play, String pair) {
        ranks(play).left.add(pair);
        notifyAll();
    }

    /** The pair has ended, whatever its result: no other pair waits for it any more. */
    synchronized void leave(String pair) {
        gone.add(pair);
        notifyAll();
    }

    /**
     * In lockstep, waits until every pair of the batch has reached this part.
     *
     * @param part counted from 0; the handlers at the end of the play come after the last one
     */
    void awaitLockstep(Play play, String pair, int part) throws InterruptedException {
        if (!play.options().lockstep()) {
            return;
        }
        skipAhead(play, pair, part);
        Ranks ranks = ranks(play);
        awaitUntil(() ->
                ranks.beside(pair).stream().allMatch(other -> hasLeft(ranks, other) || ranks.lastPart(other) >= part));
    }

    /** Lets the pair continue with a part without waiting; the others do not wait for it any more. */
    synchronized void skipAhead(Play play, String pair, int part) {
        if (play.options().lockstep()) {
            ranks(play).begun.put(pair, part);
            notifyAll();
        }
    }

    /**
     * The result of a {@code run_once} task; empty if this pair must run it. That is the first pair in the inventory that
     * reaches the task, in lockstep the first of those at the same part of the play; so it is the same pair in every run.
     */
    Optional<TaskResult> claimOnce(Play play, String pair, String task) throws InterruptedException {
        Ranks ranks = ranks(play);
        List<String> before = ranks.before(pair);
        awaitUntil(() -> {
            OnceResult onceResult = once.get(task);
            if (onceResult == null && before.stream().allMatch(other -> isPast(ranks, other, pair))) {
                once.put(task, new OnceResult(pair, Optional.empty()));
                return true;
            }
            return onceResult != null && onceResult.result().isPresent();
        });
        synchronized (this) {
            Optional<OnceResult> done = Optional.ofNullable(once.get(task))
                    .filter(onceResult -> onceResult.result().isPresent());
            if (done.filter(onceResult -> !onceResult.pair().equals(pair)).isPresent()) {
                taken.computeIfAbsent(pair, unknown -> new HashSet<>()).add(task);
            }
            return done.flatMap(OnceResult::result);
        }
    }

    /** Records the result of a {@code run_once} task; empty if it was interrupted. */
    synchronized void completeOnce(String task, Optional<TaskResult> end) {
        if (end.isPresent()) {
            once.computeIfPresent(task, (unused, onceResult) -> new OnceResult(onceResult.pair(), end));
        } else {
            once.remove(task);
        }
        notifyAll();
    }

    /**
     * The {@code run_once} results that a finished pair took from others, and those of the pairs before it. Waits until these
     * pairs have ended, so that the result is the same in every run.
     */
    Map<String, TaskResult> resultsOfOthers(String pair) throws InterruptedException {
        Set<String> before = new HashSet<>(Set.of(""));
        synchronized (this) {
            plays.values().forEach(ranks -> before.addAll(ranks.before(pair)));
        }
        awaitUntil(() -> before.stream().allMatch(other -> other.isEmpty() || gone.contains(other)));
        Map<String, TaskResult> ends = new HashMap<>();
        synchronized (this) {
            Set<String> own = taken.getOrDefault(pair, Set.of());
            once.forEach((task, onceResult) -> onceResult
                    .result()
                    .filter(result -> own.contains(task) || before.contains(onceResult.pair()))
                    .ifPresent(result -> ends.put(task, result)));
        }
        return ends;
    }

    /** Waits until fewer than {@code most} pairs run this task. */
    void acquireThrottle(String task, int most) throws InterruptedException {
        awaitUntil(() -> {
            boolean free = busy.getOrDefault(task, 0) < most;
            if (free) {
                busy.merge(task, 1, Integer::sum);
            }
            return free;
        });
    }

    synchronized void releaseThrottle(String task) {
        busy.merge(task, -1, Integer::sum);
        notifyAll();
    }

    synchronized void stopAll() {
        halted = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return halted;
    }

    private synchronized Ranks ranks(Play play) {
        return plays.computeIfAbsent(play, unknown -> new Ranks(List.of()));
    }

    /** Whether another pair is past the part that this pair is at; without lockstep, only if it has left the play. */
    private boolean isPast(Ranks ranks, String other, String pair) {
        return hasLeft(ranks, other) || ranks.lastPart(other) > ranks.lastPart(pair);
    }

    private boolean hasLeft(Ranks ranks, String pair) {
        return gone.contains(pair) || ranks.left.contains(pair);
    }

    /** Waits until a claim succeeds, without holding a fork. */
    private void awaitUntil(BooleanSupplier claim) throws InterruptedException {
        synchronized (this) {
            if (claim.getAsBoolean()) {
                return;
            }
        }
        forks.release();
        try {
            synchronized (this) {
                while (!claim.getAsBoolean()) {
                    wait();
                }
            }
        } finally {
            // Uninterruptible even when the run is cancelled: the result of the pair has to be recorded.
            forks.acquireUninterruptibly();
        }
    }
}
