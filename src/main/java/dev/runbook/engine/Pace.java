package dev.runbook.engine;

import java.time.Duration;

/**
 * How often the outside is asked, and for how long.
 *
 * @param pollFirst the pause before the first look at a change under way
 * @param pollMax what the pause grows to
 * @param doneLooks how many looks in a row must find a change done
 * @param reminder how often the state is shown while it stays the same
 * @param changeTimeout how long one change may take when its task says nothing
 * @param retryFirst the pause before a refused call is sent again
 * @param retryMax what that pause grows to
 * @param unknownLooks how many looks decide whether a call whose answer was lost has arrived
 */
public record Pace(
        Duration pollFirst,
        Duration pollMax,
        int doneLooks,
        Duration reminder,
        Duration changeTimeout,
        Duration retryFirst,
        Duration retryMax,
        int unknownLooks) {

    private static final double GROWTH = 1.5;

    /** For AWS: changes take minutes, and asking often is throttled. */
    public static Pace aws() {
        return new Pace(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                2,
                Duration.ofMinutes(1),
                Duration.ofHours(6),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                3);
    }

    /** For an endpoint on this machine, where changes take seconds. */
    public static Pace loopback() {
        return new Pace(
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                2,
                Duration.ofMinutes(1),
                Duration.ofMinutes(15),
                Duration.ofMillis(250),
                Duration.ofSeconds(5),
                3);
    }

    Duration pollAfter(Duration pause) {
        return grown(pause, pollMax);
    }

    Duration retryAfter(Duration pause) {
        return grown(pause, retryMax);
    }

    private static Duration grown(Duration pause, Duration most) {
        Duration next = Duration.ofNanos((long) (pause.toNanos() * GROWTH));
        return next.compareTo(most) > 0 ? most : next;
    }
}
