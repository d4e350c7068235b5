package dev.runbook.port;

import java.time.Duration;

/**
 * How often to look at work that AWS is doing, and for how long.
 *
 * @param first pause before the first look
 * @param max longest pause
 * @param confirmations looks in a row that must find the work done: RDS may report "available" right after a call
 * @param lookups looks that decide whether a call whose answer was lost has arrived
 * @param reminder how often an unchanged state is shown
 * @param timeout how long one change may take unless its task sets a timeout
 * @param isLocal whether the endpoint is on this machine, where work takes seconds and looking is free
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

    /** For AWS: changes take minutes, and frequent calls are throttled. */
    public static PollPolicy aws() {
        return new PollPolicy(
                Duration.ofSeconds(5), Duration.ofSeconds(30), 2, 3, Duration.ofMinutes(1), Duration.ofHours(6), false);
    }

    /** For an endpoint on this machine. */
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

    /** The pause that follows a pause. */
    public Duration next(Duration pause) {
        Duration next = Duration.ofNanos((long) (pause.toNanos() * GROWTH));
        return next.compareTo(max) > 0 ? max : next;
    }

    /** The pause to make where a runbook sets one: that one; on a local endpoint at most the longest of this policy. */
    public Duration cap(Duration asked) {
        return isLocal && asked.compareTo(max) > 0 ? max : asked;
    }
}
