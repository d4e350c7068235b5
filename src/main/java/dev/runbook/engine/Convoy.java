package dev.runbook.engine;

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
 * A pair waits only for pairs before it in the inventory, or for ones that are under way, so that all come to their end.
 */
final class Convoy {

    private final Forks forks;
    private final IdentityHashMap<Play, Ranks> plays = new IdentityHashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Optional<TaskEnd>> once = new HashMap<>();
    private final Map<String, Integer> busy = new HashMap<>();
    private boolean halted;

    /** The pairs of one play: in their batches, and how far each has come. */
    private static final class Ranks {

        private final List<List<String>> batches;
        private final Map<String, Integer> begun = new HashMap<>();
        private final Set<String> left = new HashSet<>();

        Ranks(List<List<String>> batches) {
            this.batches = List.copyOf(batches);
        }

        List<String> order() {
            return batches.stream().flatMap(List::stream).toList();
        }

        List<String> before(String pair) {
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
    Convoy(Forks forks, IdentityHashMap<Play, List<String>> pairs, Map<String, TaskEnd> done) {
        this.forks = forks;
        pairs.forEach((play, names) -> plays.put(play, new Ranks(batches(play, names))));
        done.forEach((task, end) -> once.put(task, Optional.of(end)));
    }

    /** One pair that goes by itself, beside the run. */
    static Convoy alone() {
        return new Convoy(new Forks(1), new IdentityHashMap<>(), Map.of());
    }

    private static List<List<String>> batches(Play play, List<String> names) {
        List<Play.BatchSize> sizes = play.conduct().serial();
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
        until(() -> ranks.before(pair).stream().allMatch(other -> hasLeft(ranks, other)));
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

    /** In lockstep, waits until every pair beside this one has come as far. */
    void keepStep(Play play, String pair, int part) throws InterruptedException {
        if (!play.conduct().lockstep()) {
            return;
        }
        Ranks ranks = ranks(play);
        synchronized (this) {
            ranks.begun.put(pair, part);
            notifyAll();
        }
        until(() -> ranks.beside(pair).stream()
                .allMatch(other -> hasLeft(ranks, other) || ranks.begun.getOrDefault(other, -1) >= part));
    }

    /** How a task that is done once for all pairs has ended; empty when this pair is the one to do it. */
    Optional<TaskEnd> once(Play play, String pair, String task) throws InterruptedException {
        List<String> order = ranks(play).order();
        List<String> before = order.subList(0, Math.max(0, order.indexOf(pair)));
        until(() -> {
            Optional<TaskEnd> end = once.get(task);
            if (end == null && before.stream().allMatch(other -> hasLeft(ranks(play), other))) {
                once.put(task, Optional.empty());
                return true;
            }
            return end != null && end.isPresent();
        });
        synchronized (this) {
            return Optional.ofNullable(once.get(task)).flatMap(end -> end);
        }
    }

    /** Says how the task that is done once has ended; empty when it was interrupted. */
    synchronized void did(String task, Optional<TaskEnd> end) {
        if (end.isPresent()) {
            once.put(task, end);
        } else {
            once.remove(task);
        }
        notifyAll();
    }

    /** Waits until fewer than so many pairs are at this task. */
    void takeTurn(String task, int most) throws InterruptedException {
        until(() -> {
            boolean free = busy.getOrDefault(task, 0) < most;
            if (free) {
                busy.merge(task, 1, Integer::sum);
            }
            return free;
        });
    }

    synchronized void endTurn(String task) {
        busy.merge(task, -1, Integer::sum);
        notifyAll();
    }

    synchronized void halt() {
        halted = true;
        notifyAll();
    }

    synchronized boolean isHalted() {
        return halted;
    }

    private synchronized Ranks ranks(Play play) {
        return plays.computeIfAbsent(play, unknown -> new Ranks(List.of()));
    }

    private boolean hasLeft(Ranks ranks, String pair) {
        return gone.contains(pair) || ranks.left.contains(pair);
    }

    /** Waits, outside of the forks, until a claim succeeds. */
    private void until(BooleanSupplier claim) throws InterruptedException {
        synchronized (this) {
            if (claim.getAsBoolean()) {
                return;
            }
        }
        forks.leave();
        try {
            synchronized (this) {
                while (!claim.getAsBoolean()) {
                    wait();
                }
            }
        } finally {
            forks.enterAgain();
        }
    }
}
