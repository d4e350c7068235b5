package dev.runbook.port;

import java.time.Duration;

/**
 * The intervals and limits for polling work in AWS.
 *
 * @param first pause before the first poll
 * @param max longest pause
 * @param confirmations consecutive polls that must find the work done: RDS may report "available" right after a call
 * @param lookups polls that decide whether a call with a lost response took effect
 * @param reminder interval for reporting an unchanged state
 * @param timeout time limit for one change, unless its task sets a timeout
 * @param isLocal whether the endpoint is on this machine, where work takes seconds and polling is free
 */
public record PollPolicy(
        Duration first,
        Duration max,
        int confirmations,
        int lookups,
        Duration reminder,
        Duration timeout,
        boolean isLocal) {

    private static final double GROWTH = 1.5;

    /** The policy for AWS: changes take minutes, and frequent calls are throttled. */
    public static PollPolicy aws() {
        return new PollPolicy(
                Duration.ofSeconds(5), Duration.ofSeconds(30), 2, 3, Duration.ofMinutes(1), Duration.ofHours(6), false);
    }

    /** The policy for an endpoint on this machine. */
    public static PollPolicy local() {
        return new PollPolicy(
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                2,
                3,
                Duration.ofMinutes(1),
                Duration.ofMinutes(15),
                true);
    }

    /** The pause after this pause. */
    public Duration next(Duration pause) {
        Duration next = Duration.ofNanos((long) (pause.toNanos() * GROWTH));
        return next.compareTo(max) > 0 ? max : next;
    }

    /** The pause that a runbook sets; for a local endpoint limited to the longest pause of this policy. */
    public Duration cap(Duration asked) {
        return isLocal && asked.compareTo(max) > 0 ? max : asked;
    }
}
