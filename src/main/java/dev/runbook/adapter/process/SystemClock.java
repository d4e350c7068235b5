package dev.runbook.adapter.process;

import dev.runbook.port.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time at creation plus the elapsed time: it does not jump when the clock of the machine is set, so waits end on time.
 */
public final class SystemClock implements Clock {

    private final Instant began = Instant.now();
    private final long origin = System.nanoTime();

    @Override
    public Instant now() {
        return began.plusNanos(System.nanoTime() - origin);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }
}
