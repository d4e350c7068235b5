package dev.runbook.engine;

import dev.runbook.journal.Event;
import dev.runbook.modules.Change;
import dev.runbook.modules.OutsideChange;
import dev.runbook.port.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Says now and then that a program or a pause goes on, which are silent for as long as they take. */
final class Heartbeat implements AutoCloseable {

    private final Optional<ScheduledExecutorService> pulse;

    private Heartbeat(Optional<ScheduledExecutorService> pulse) {
        this.pulse = pulse;
    }

    /** Begins; never beats for other changes, which tell of themselves. */
    static Heartbeat of(Change change, Turn turn, Clock clock, Duration every) {
        if (!(change instanceof OutsideChange)) {
            return new Heartbeat(Optional.empty());
        }
        ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "heartbeat of " + turn.place().key());
            thread.setDaemon(true);
            return thread;
        });
        Instant began = clock.now();
        Runnable beat = () -> turn.voice()
                .say(
                        Event.Kind.WAITING,
                        Facts.of("key", change.key())
                                .with("subject", change.describe().subject())
                                .with("status", change.onlyWaits() ? "waiting" : "running")
                                .with("seconds", Duration.between(began, clock.now())));
        pulse.scheduleAtFixedRate(beat, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return new Heartbeat(Optional.of(pulse));
    }

    @Override
    public void close() {
        pulse.ifPresent(ScheduledExecutorService::shutdownNow);
    }
}
