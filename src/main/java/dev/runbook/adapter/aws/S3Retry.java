package dev.runbook.adapter.aws;

import dev.runbook.port.PortException;
import dev.runbook.port.RetryPolicy;
import java.util.concurrent.ThreadLocalRandom;

/** Retries idempotent calls of S3 according to {@link RetryPolicy#s3}. */
final class S3Retry {

    /** An idempotent call. */
    @FunctionalInterface
    interface S3Call<T> {
        T send() throws PortException;
    }

    private S3Retry() {}

    /**
     * Sends a call until it succeeds.
     *
     * @throws PortException the last failure, when it is permanent, no attempt is left, or the thread is interrupted; the thread
     *     stays interrupted
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
