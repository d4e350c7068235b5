package dev.runbook.adapter.process;

import dev.runbook.port.Clock;
import java.time.Duration;
import java.time.Instant;

/** The time of this machine. */
public final class SystemClock implements Clock {

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }
}
