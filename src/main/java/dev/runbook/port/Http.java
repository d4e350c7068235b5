package dev.runbook.port;

import java.net.URI;
import java.time.Duration;

/** Plain HTTP requests, for health checks. */
public interface Http {

    /**
     * Sends a GET and returns the status code; follows redirects and ignores the body.
     *
     * @throws PortException RETRYABLE when there is no response, BROKEN after too many redirects or when the scheme is not http or
     *     https
     */
    int get(URI uri, Duration timeout) throws PortException, InterruptedException;
}
