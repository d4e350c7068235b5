package dev.runbook.engine.change;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.TaskFailure;
import dev.runbook.modules.Change;
import dev.runbook.port.Clock;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that sets it when the time of a task is over, in the middle of whatever it does. Closed, it leaves no
 * interrupt of its own behind, and takes none away that a person has asked for.
 */
final class DeadlineTimer implements AutoCloseable {

    private final Thread worker = Thread.currentThread();
    private final Cancellation cancellation;
    private final Optional<ScheduledExecutorService> scheduler;
    private final Optional<ScheduledFuture<?>> future;
    private boolean hasFired;
    private boolean over;

    /** @param deadline when it rings; never when empty */
    DeadlineTimer(Optional<Instant> deadline, Clock clock, Cancellation cancellation) {
        this.cancellation = cancellation;
        this.scheduler = deadline.map(unused -> timer("alarm of " + worker.getName()));
        Duration left = Duration.between(clock.now(), deadline.orElse(clock.now()));
        this.future =
                scheduler.map(own -> own.schedule(this::fire, Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS));
    }

    /** A thread that keeps time, and keeps no process alive. */
    static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Applies a change once, and ends that when the time of its task is over. */
    static void applyWithin(Change change, TaskAttempt attempt, Ports outside, Cancellation cancellation)
            throws TaskFailure, PortException, InterruptedException {
        Instant began = outside.clock().now();
        try (DeadlineTimer timer = new DeadlineTimer(attempt.deadline(), outside.clock(), cancellation)) {
            try {
                change.apply(outside);
            } catch (InterruptedException | PortException e) {
                if (timer.hasFired()) {
                    Duration took = Duration.between(began, outside.clock().now());
                    throw overdue(change, took).because(e);
                }
                throw e;
            }
        }
    }

    private static TaskFailure overdue(Change change, Duration took) {
        String what = change.describe().action() + " " + change.describe().subject();
        return TaskFailure.failure(
                what + " was stopped after " + took.toSeconds() + " seconds: the task's timeout is over",
                "what was done by then stays, and what AWS has begun goes on. Give the task a longer timeout, then run"
                        + " the same command again: it continues here");
    }

    /** Whether it was the alarm, and not a person, that has interrupted the thread. */
    synchronized boolean hasFired() {
        return hasFired && !cancellation.stops();
    }

    @Override
    public void close() {
        future.ifPresent(own -> own.cancel(false));
        scheduler.ifPresent(ScheduledExecutorService::shutdown);
        if (disarm() && cancellation.stops()) {
            worker.interrupt();
        }
    }

    /** From here on it does not ring; takes back its interrupt when it has. */
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
