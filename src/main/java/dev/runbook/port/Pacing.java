package dev.runbook.port;

import java.util.random.RandomGenerator;

/** The clock, and the one policy for polling and for retrying, of the account in which a task works. */
public record Pacing(Clock clock, PollPolicy polling, RetryPolicy retrying, RandomGenerator random) {

    /**
     * Sends a repeatable call of S3 until it is accepted.
     *
     * @throws PortException the last refusal, when it is final or no attempt is left
     */
    public <T> T repeat(RetryPolicy.RepeatableCall<T> call) throws PortException, InterruptedException {
        return RetryPolicy.s3().send(call, random, clock::sleep);
    }
}
