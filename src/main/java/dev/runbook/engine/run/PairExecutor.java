package dev.runbook.engine.run;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.task.TaskResult;
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
final class PairExecutor {

    private static final int INTERRUPTED = 130;

    private final ForkLimit forkLimit;
    private final Cancellation cancellation;
    private final AtomicReference<Throwable> broken = new AtomicReference<>();

    /** @param forks how many pairs at a time */
    PairExecutor(int forks, Cancellation cancellation) {
        this.forkLimit = new ForkLimit(forks);
        this.cancellation = cancellation;
    }

    /** What may be waited for. */
    private interface Awaitable {
        void await() throws InterruptedException;
    }

    /** What a pair does not deal with itself stops all of them before their next task, and is thrown on at the end. */
    void work(List<PairRun> pairs, BiConsumer<PairRun, PairCoordinator> work) {
        PairCoordinator coordinator = convoy(pairs);
        ExecutorService pool = Executors.newCachedThreadPool();
        boolean interrupted = false;
        try {
            for (PairRun pair : pairs) {
                interrupted |= await(forkLimit::enter);
                pool.execute(() -> oneOf(pair, coordinator, work));
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
    private boolean await(Awaitable awaited) {
        boolean interrupted = false;
        while (true) {
            try {
                awaited.await();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                cancellation.ask(INTERRUPTED);
            }
        }
    }

    private void oneOf(PairRun pair, PairCoordinator coordinator, BiConsumer<PairRun, PairCoordinator> work) {
        try {
            interruptible(() -> {
                // Lines of the log name the thread that was at work.
                Thread.currentThread().setName(pair.name());
                work.accept(pair, coordinator);
            });
        } catch (RuntimeException | Error e) {
            breakOff(e);
        } finally {
            coordinator.leave(pair.name());
            forkLimit.leave();
        }
    }

    private void breakOff(Throwable reason) {
        broken.compareAndSet(null, reason);
        cancellation.abort();
    }

    private void interruptible(Runnable work) {
        if (cancellation.stops()) {
            return;
        }
        cancellation.enter();
        try {
            work.run();
        } finally {
            cancellation.leave();
        }
    }

    private PairCoordinator convoy(List<PairRun> pairs) {
        IdentityHashMap<Play, List<String>> byPlay = new IdentityHashMap<>();
        Map<String, TaskResult> done = new LinkedHashMap<>();
        for (PairRun pair : pairs) {
            pair.plays()
                    .forEach(play -> byPlay.computeIfAbsent(play, unused -> new ArrayList<>())
                            .add(pair.name()));
            pair.onceResults().forEach((task, result) -> done.put(task, TaskResult.success(0, result)));
        }
        return new PairCoordinator(forkLimit, byPlay, done);
    }
}
