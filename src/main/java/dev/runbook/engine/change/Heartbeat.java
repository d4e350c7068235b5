package dev.runbook.engine.change;

import dev.runbook.journal.Event;
import dev.runbook.modules.Change;
import dev.runbook.modules.ExternalChange;
import dev.runbook.port.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Reports regularly that a silent program or pause is still running. */
final class Heartbeat {

    private final Optional<ScheduledExecutorService> heart;
    private final Optional<ScheduledFuture<?>> beats;

    /** Starts it; only for silent changes, the others report progress themselves. */
    Heartbeat(Change change, TaskAttempt attempt, Clock clock, Duration every) {
        this.heart = change instanceof ExternalChange
                ? Optional.of(
                        DeadlineTimer.timer("heartbeat of " + attempt.taskKey().key()))
                : Optional.empty();
        Instant began = clock.now();
        Runnable beat = () -> attempt.events()
                .emit(new Event.ChangeAwaited(
                        change.key(),
                        change.describe().subject(),
                        change.isWaitOnly() ? "waiting" : "running",
                        Duration.between(began, clock.now())));
        this.beats = heart.map(
                own -> own.scheduleAtFixedRate(beat, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS));
    }

    void stop() {
        beats.ifPresent(own -> own.cancel(false));
        heart.ifPresent(ScheduledExecutorService::shutdown);
    }
}
