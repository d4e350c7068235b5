package dev.runbook.port;

import java.net.URI;
import java.time.Duration;

/** Plain HTTP requests, for health checks. */
public interface Http {

    /**
     * Sends a GET and returns the status; the body is thrown away, redirects are followed.
     *
     * @throws PortException RETRYABLE when no answer came
     */
    int get(URI uri, Duration timeout) throws PortException, InterruptedException;
}
