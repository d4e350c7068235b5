package dev.runbook.port;

import java.time.Duration;
import java.time.Instant;

/** Time: reading it and letting it pass. */
public interface Clock {

    Instant now();

    void sleep(Duration duration) throws InterruptedException;
}
