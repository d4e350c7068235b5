package dev.runbook.port;

import java.time.Duration;
import java.time.Instant;

/** Time: reading it and letting it pass. It never goes back nor jumps, whatever becomes of the clock of the machine. */
public interface Clock {

    Instant now();

    void sleep(Duration duration) throws InterruptedException;
}
