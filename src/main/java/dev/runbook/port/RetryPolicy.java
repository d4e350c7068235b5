package dev.runbook.port;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often a refused call is sent again, with growing pauses.
 *
 * @param first pause before the second attempt
 * @param max longest pause
 * @param growth factor from one pause to the next
 * @param attemptsMax attempts in all
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry behavior of the AWS SDKs</a>
 */
public record RetryPolicy(Duration first, Duration max, double growth, int attemptsMax) {

    /** A call that reads, or whose repetition has the same effect as one call. */
    @FunctionalInterface
    public interface RepeatableCall<T> {
        T send() throws PortException, InterruptedException;
    }

    /** Makes a pause. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /** For repeatable calls of S3, which refuses bursts and recovers within seconds. */
    public static RetryPolicy s3() {
        return new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(20), 2, 10);
    }

    /** For calls that change RDS; the task's timeout limits the attempts. */
    public static RetryPolicy rds() {
        return new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(60), 1.5, Integer.MAX_VALUE);
    }

    /** For calls that change RDS at an endpoint on this machine. */
    public static RetryPolicy local() {
        return new RetryPolicy(Duration.ofMillis(250), Duration.ofSeconds(5), 1.5, Integer.MAX_VALUE);
    }

    /** The pause that follows a pause. */
    public Duration next(Duration pause) {
        Duration next = Duration.ofNanos((long) (pause.toNanos() * growth));
        return next.compareTo(max) > 0 ? max : next;
    }

    /** Between half a pause and one and a half, so that callers refused together do not return together. */
    public static Duration jitter(Duration pause, RandomGenerator random) {
        return Duration.ofNanos((long) (pause.toNanos() * (0.5 + random.nextDouble())));
    }

    /**
     * Sends a call until it is accepted. A lost answer counts as a refusal.
     *
     * @throws PortException the last refusal, when it is final or no attempt is left
     * @throws InterruptedException when a pause is interrupted; its cause is the refusal before the pause
     */
    public <T> T send(RepeatableCall<T> call, RandomGenerator random, Sleeper sleeper)
            throws PortException, InterruptedException {
        Duration pause = first;
        for (int attempt = 1; ; attempt++) {
            try {
                return call.send();
            } catch (PortException e) {
                boolean isTransient =
                        e.kind() == PortException.Kind.RETRYABLE || e.kind() == PortException.Kind.OUTCOME_UNKNOWN;
                if (!isTransient || attempt == attemptsMax) {
                    throw e;
                }
                sleep(jitter(pause, random), sleeper, e);
            }
            pause = next(pause);
        }
    }

    private static void sleep(Duration pause, Sleeper sleeper, PortException refusal) throws InterruptedException {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            if (e.getCause() == null) {
                e.initCause(refusal);
            }
            throw e;
        }
    }
}
