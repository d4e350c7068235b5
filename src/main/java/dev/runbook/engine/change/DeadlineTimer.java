package dev.runbook.engine.change;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.TaskFailure;
import dev.runbook.modules.Change;
import dev.runbook.port.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that creates it when the deadline of a task passes. {@code close()} clears only the interrupt that this
 * timer has set; a user's interrupt is preserved.
 */
final class DeadlineTimer implements AutoCloseable {

    private final Thread worker = Thread.currentThread();
    private final Clock clock;
    private final Instant began;
    private final Cancellation cancellation;
    private final Optional<ScheduledExecutorService> scheduler;
    private final Optional<ScheduledFuture<?>> future;
    private boolean hasFired;
    private boolean over;

    /** @param deadline when it fires; never when empty */
    DeadlineTimer(Optional<Instant> deadline, Clock clock, Cancellation cancellation) {
        this.clock = clock;
        this.began = clock.now();
        this.cancellation = cancellation;
        this.scheduler = deadline.map(unused -> timer("deadline of " + worker.getName()));
        Duration left = Duration.between(began, deadline.orElse(began));
        this.future =
                scheduler.map(own -> own.schedule(this::fire, Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS));
    }

    /** A daemon thread for timers. */
    static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Whether this timer, and not a person, has interrupted the thread. */
    synchronized boolean hasFired() {
        return hasFired && !cancellation.stops();
    }

    /** The failure of a change that this timer has interrupted. */
    TaskFailure overdue(Change change) {
        String what = change.describe().action() + " " + change.describe().subject();
        long seconds = Duration.between(began, clock.now()).toSeconds();
        return TaskFailure.failure(
                what + " was stopped after " + seconds + " seconds: the task's timeout is over",
                "what was done until then stays, and AWS completes what it has started. Set a longer timeout and run the"
                        + " same command again: it continues here");
    }

    @Override
    public void close() {
        future.ifPresent(own -> own.cancel(false));
        scheduler.ifPresent(ScheduledExecutorService::shutdown);
        if (disarm() && cancellation.stops()) {
            worker.interrupt();
        }
    }

    /** Prevents it from firing; clears its interrupt if it has fired. */
    private synchronized boolean disarm() {
        over = true;
        if (hasFired) {
            Thread.interrupted();
        }
        return hasFired;
    }

    private synchronized void fire() {
        if (!over) {
            hasFired = true;
            worker.interrupt();
        }
    }
}
