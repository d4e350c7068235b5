package dev.runbook.engine;

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
final class Alarm implements AutoCloseable {

    private final Thread worker = Thread.currentThread();
    private final Interruption interruption;
    private final Optional<ScheduledExecutorService> bell;
    private final Optional<ScheduledFuture<?>> stroke;
    private boolean rung;
    private boolean over;

    /** @param deadline when it rings; never when empty */
    Alarm(Optional<Instant> deadline, Clock clock, Interruption interruption) {
        this.interruption = interruption;
        this.bell = deadline.map(unused -> timer("alarm of " + worker.getName()));
        Duration left = Duration.between(clock.now(), deadline.orElse(clock.now()));
        this.stroke = bell.map(own -> own.schedule(this::ring, Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS));
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
    static void carryOut(Change change, Turn turn, Ports outside, Interruption interruption)
            throws TaskFailure, PortException, InterruptedException {
        Instant began = outside.clock().now();
        try (Alarm alarm = new Alarm(turn.deadline(), outside.clock(), interruption)) {
            try {
                change.apply(outside);
            } catch (InterruptedException | PortException e) {
                if (alarm.hasRung()) {
                    Duration took = Duration.between(began, outside.clock().now());
                    throw overdue(change, took).because(e);
                }
                throw e;
            }
        }
    }

    private static TaskFailure overdue(Change change, Duration took) {
        String what = change.describe().action() + " " + change.describe().subject();
        return TaskFailure.failed(
                what + " was stopped after " + took.toSeconds() + " seconds: the task's timeout is over",
                "what was done by then stays, and what AWS has begun goes on. Give the task a longer timeout, then run"
                        + " the same command again: it continues here");
    }

    /** Whether it was the alarm, and not a person, that has interrupted the thread. */
    synchronized boolean hasRung() {
        return rung && !interruption.stops();
    }

    @Override
    public void close() {
        stroke.ifPresent(own -> own.cancel(false));
        bell.ifPresent(ScheduledExecutorService::shutdown);
        if (hush() && interruption.stops()) {
            worker.interrupt();
        }
    }

    /** From here on it does not ring; takes back its interrupt when it has. */
    private synchronized boolean hush() {
        over = true;
        if (rung) {
            Thread.interrupted();
        }
        return rung;
    }

    private synchronized void ring() {
        if (!over) {
            rung = true;
            worker.interrupt();
        }
    }
}
