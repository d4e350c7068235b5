package dev.runbook.adapter.aws;

import dev.runbook.port.PortException;
import dev.runbook.port.RetryPolicy;
import java.util.concurrent.ThreadLocalRandom;

/** Sends repeatable calls of S3 again where {@link RetryPolicy#s3} says so. */
final class S3Retry {

    /** A call that reads, or whose repetition has the same effect as one call. */
    @FunctionalInterface
    interface S3Call<T> {
        T send() throws PortException;
    }

    private S3Retry() {}

    /**
     * Sends a call until it is accepted.
     *
     * @throws PortException the last refusal, when it is final, no attempt is left, or the thread is interrupted, which stays
     *     interrupted
     */
    static <T> T send(S3Call<T> call) throws PortException {
        try {
            return RetryPolicy.s3()
                    .send(call::send, ThreadLocalRandom.current(), pause -> Thread.sleep(pause.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (e.getCause() instanceof PortException refusal) {
                throw refusal;
            }
            throw new PortException(
                    PortException.Kind.RETRYABLE, "S3", "interrupted before the call was sent again", e);
        }
    }
}
