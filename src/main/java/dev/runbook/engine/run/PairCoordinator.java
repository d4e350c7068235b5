package dev.runbook.engine.run;

import dev.runbook.engine.task.TaskResult;
import dev.runbook.runbook.Play;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * What the pairs of a run do together: batches, lockstep, tasks that are done once or by few at a time, and the stop of all.
 *
 * <p>Nobody waits for ever. The way of a pair is its plays, one after the other; a place on it is the play, the batch, in
 * lockstep the part of the play, and last the rank in the inventory. Whoever waits to enter, to keep step or for what is done
 * once waits only for pairs whose place comes before its own, so that of those that wait the one whose place is first can go
 * on. A turn is held only while a task is worked on, which waits for no other pair; and whoever waits leaves the forks.
 */
final class PairCoordinator {

    private final ForkLimit forkLimit;
    private final IdentityHashMap<Play, Ranks> plays = new IdentityHashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, OnceResult> once = new HashMap<>();
    private final Map<String, Set<String>> taken = new HashMap<>();
    private final Map<String, Integer> busy = new HashMap<>();
    private boolean halted;

    /**
     * A task that is done once for all pairs.
     *
     * @param pair the one that does it; empty when an earlier run did
     * @param result empty while it goes on
     */
    private record OnceResult(String pair, Optional<TaskResult> result) {}

    /** The pairs of one play: in their batches, and how far each has come. */
    private static final class Ranks {

        private final List<List<String>> batches;
        private final Map<String, Integer> begun = new HashMap<>();
        private final Set<String> left = new HashSet<>();

        Ranks(List<List<String>> batches) {
            this.batches = List.copyOf(batches);
        }

        /** The last part that the pair has begun, in lockstep; less than every part when none. */
        int hasBegun(String pair) {
            return begun.getOrDefault(pair, -1);
        }

        /** Those that come before in the inventory. */
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
     * @param pairs of each play, in the order of the inventory
     * @param done tasks that are to be done once and are done, in the refresh that goes on
     */
    PairCoordinator(ForkLimit forkLimit, IdentityHashMap<Play, List<String>> pairs, Map<String, TaskResult> done) {
        this.forkLimit = forkLimit;
        pairs.forEach((play, names) -> plays.put(play, new Ranks(batches(play, names))));
        done.forEach((task, result) -> once.put(task, new OnceResult("", Optional.of(result))));
    }

    /**
     * One pair that goes by itself, beside the run.
     *
     * @param done tasks that others have done once for all
     */
    static PairCoordinator singlePair(Map<String, TaskResult> done) {
        return new PairCoordinator(new ForkLimit(1), new IdentityHashMap<>(), done);
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

    /** Waits until the batches before have left the play. */
    void enter(Play play, String pair) throws InterruptedException {
        Ranks ranks = ranks(play);
        awaitUntil(() -> ranks.batchesBefore(pair).stream().allMatch(other -> hasLeft(ranks, other)));
    }

    synchronized void leave(Play play, String pair) {
        ranks(play).left.add(pair);
        notifyAll();
    }

    /** The pair has come to its end, however: nobody waits for it any more. */
    synchronized void leave(String pair) {
        gone.add(pair);
        notifyAll();
    }

    /**
     * In lockstep, waits until every pair beside this one has come as far.
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
                ranks.beside(pair).stream().allMatch(other -> hasLeft(ranks, other) || ranks.hasBegun(other) >= part));
    }

    /** The pair goes on with a part without the others, and those that keep step do not wait for it any more. */
    synchronized void skipAhead(Play play, String pair, int part) {
        if (play.options().lockstep()) {
            ranks(play).begun.put(pair, part);
            notifyAll();
        }
    }

    /**
     * How a task that is done once for all pairs has ended; empty when this pair is the one to do it. That is the first in the
     * inventory that comes to it; in lockstep, of those that are at the same part of the play. So it is the same pair every time.
     */
    Optional<TaskResult> claimOnce(Play play, String pair, String task) throws InterruptedException {
        Ranks ranks = ranks(play);
        List<String> before = ranks.before(pair);
        awaitUntil(() -> {
            OnceResult deed = once.get(task);
            if (deed == null && before.stream().allMatch(other -> isPast(ranks, other, pair))) {
                once.put(task, new OnceResult(pair, Optional.empty()));
                return true;
            }
            return deed != null && deed.result().isPresent();
        });
        synchronized (this) {
            Optional<OnceResult> done = Optional.ofNullable(once.get(task))
                    .filter(deed -> deed.result().isPresent());
            if (done.filter(deed -> !deed.pair().equals(pair)).isPresent()) {
                taken.computeIfAbsent(pair, unknown -> new HashSet<>()).add(task);
            }
            return done.flatMap(OnceResult::result);
        }
    }

    /** Says how the task that is done once has ended; empty when it was interrupted. */
    synchronized void completeOnce(String task, Optional<TaskResult> end) {
        if (end.isPresent()) {
            once.computeIfPresent(task, (unused, deed) -> new OnceResult(deed.pair(), end));
        } else {
            once.remove(task);
        }
        notifyAll();
    }

    /**
     * The tasks that are done once for all pairs and that a pair, which is at its end, leaves to others: those it took over, and
     * those that a pair before it did. Waits until these are at their end, so that the answer is the same every time.
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
            once.forEach((task, deed) -> deed.result()
                    .filter(result -> own.contains(task) || before.contains(deed.pair()))
                    .ifPresent(result -> ends.put(task, result)));
        }
        return ends;
    }

    /** Waits until fewer than so many pairs are at this task. */
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

    /** Whether a pair comes to nothing any more that this one is at: without lockstep, only when it has left the play. */
    private boolean isPast(Ranks ranks, String other, String pair) {
        return hasLeft(ranks, other) || ranks.hasBegun(other) > ranks.hasBegun(pair);
    }

    private boolean hasLeft(Ranks ranks, String pair) {
        return gone.contains(pair) || ranks.left.contains(pair);
    }

    /** Waits, outside of the forks, until a claim succeeds. */
    private void awaitUntil(BooleanSupplier claim) throws InterruptedException {
        synchronized (this) {
            if (claim.getAsBoolean()) {
                return;
            }
        }
        forkLimit.leave();
        try {
            synchronized (this) {
                while (!claim.getAsBoolean()) {
                    wait();
                }
            }
        } finally {
            forkLimit.enterAgain();
        }
    }
}
