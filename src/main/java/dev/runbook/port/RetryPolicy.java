package dev.runbook.port;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Limits for retrying a failed call, with growing pauses.
 *
 * @param first pause before the second attempt
 * @param max longest pause
 * @param growth factor from one pause to the next
 * @param attemptsMax total number of attempts
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">Retry behavior of the AWS SDKs</a>
 */
public record RetryPolicy(Duration first, Duration max, double growth, int attemptsMax) {

    /** An idempotent call. */
    @FunctionalInterface
    public interface RepeatableCall<T> {
        /**
         * Sends the call.
         *
         * @throws PortException when the call fails; RETRYABLE and OUTCOME_UNKNOWN are retried
         */
        T send() throws PortException, InterruptedException;
    }

    /** Pauses the thread. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /** The policy for idempotent calls of S3, which rejects bursts and recovers within seconds. */
    public static RetryPolicy s3() {
        return new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(20), 2, 10);
    }

    /** The policy for calls that change RDS; the timeout of the task limits the attempts. */
    public static RetryPolicy rds() {
        return new RetryPolicy(Duration.ofSeconds(2), Duration.ofSeconds(60), 1.5, Integer.MAX_VALUE);
    }

    /** The policy for calls that change RDS at an endpoint on this machine. */
    public static RetryPolicy local() {
        return new RetryPolicy(Duration.ofMillis(250), Duration.ofSeconds(5), 1.5, Integer.MAX_VALUE);
    }

    /** The pause after this pause. */
    public Duration next(Duration pause) {
        Duration next = Duration.ofNanos((long) (pause.toNanos() * growth));
        return next.compareTo(max) > 0 ? max : next;
    }

    /** A random pause of 0.5 to 1.5 times the given one, so that callers do not all retry at the same time. */
    public static Duration jitter(Duration pause, RandomGenerator random) {
        return Duration.ofNanos((long) (pause.toNanos() * (0.5 + random.nextDouble())));
    }

    /**
     * Sends a call until it succeeds. A lost response counts as a failure that is retried.
     *
     * @throws PortException the last failure, when it is permanent or no attempt is left
     * @throws InterruptedException when a pause is interrupted; its cause is the failure before the pause
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
