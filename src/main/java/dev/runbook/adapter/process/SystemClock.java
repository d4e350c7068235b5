package dev.runbook.adapter.process;

import dev.runbook.port.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of this machine when it was made, and what has passed since: it does not jump when the machine's clock is set, so
 * that no wait ends early or never.
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
