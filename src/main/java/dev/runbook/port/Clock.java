package dev.runbook.port;

import java.time.Duration;
import java.time.Instant;

/** The current time, and pauses. Monotonic: it never jumps, even if the clock of the machine is set. */
public interface Clock {

    Instant now();

    void sleep(Duration duration) throws InterruptedException;
}
