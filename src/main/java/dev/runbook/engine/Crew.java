package dev.runbook.engine;

import dev.runbook.runbook.Play;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * Works on several pairs at a time, in their order. When it is done nobody works any more, whatever has happened: an
 * interruption is passed on to all pairs, and they are waited for.
 */
final class Crew {

    private static final int INTERRUPTED = 130;

    private final Forks forks;
    private final Interruption interruption;
    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    /** @param forks how many pairs at a time */
    Crew(int forks, Interruption interruption) {
        this.forks = new Forks(forks);
        this.interruption = interruption;
    }

    /** What may be waited for. */
    private interface Awaited {
        void await() throws InterruptedException;
    }

    /** What a pair does not deal with itself stops all of them before their next task, and is thrown on at the end. */
    void work(List<PairRun> pairs, BiConsumer<PairRun, Convoy> work) {
        Convoy convoy = convoy(pairs);
        ExecutorService pool = Executors.newCachedThreadPool();
        boolean interrupted = false;
        try {
            for (PairRun pair : pairs) {
                interrupted |= await(forks::enter);
                pool.execute(() -> oneOf(pair, convoy, work));
            }
        } catch (Error e) {
            // There is no thread to be had.
            breakOff(e);
        }
        pool.shutdown();
        interrupted |= await(() -> pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (broken.get() instanceof Error error) {
            throw error;
        }
        if (broken.get() instanceof RuntimeException fault) {
            throw fault;
        }
    }

    /** Waits to the end, and says whether it was interrupted meanwhile. */
    private boolean await(Awaited awaited) {
        boolean interrupted = false;
        while (true) {
            try {
                awaited.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                interruption.ask(INTERRUPTED);
            }
        }
    }

    private void oneOf(PairRun pair, Convoy convoy, BiConsumer<PairRun, Convoy> work) {
        try {
            interruptible(() -> {
                // Lines of the log name the thread that was at work.
                Thread.currentThread().setName(pair.name());
                work.accept(pair, convoy);
            });
        } catch (RuntimeException | Error e) {
            breakOff(e);
        } finally {
            convoy.leave(pair.name());
            forks.leave();
        }
    }

    private void breakOff(Throwable reason) {
        broken.compareAndSet(null, reason);
        interruption.breakOff();
    }

    private void interruptible(Runnable work) {
        if (interruption.stops()) {
            return;
        }
        interruption.enter();
        try {
            work.run();
        } finally {
            interruption.leave();
        }
    }

    private Convoy convoy(List<PairRun> pairs) {
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
}
