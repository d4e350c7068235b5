package dev.runbook.port;

import java.util.random.RandomGenerator;

/** The clock and the policies for polling and retrying, for the account of a task. */
public record Pacing(Clock clock, PollPolicy polling, RetryPolicy retrying, RandomGenerator random) {

    /**
     * Sends a repeatable call of S3 until it is accepted.
     *
     * @throws PortException the last failure, when it is permanent or no attempt is left
     */
    public <T> T repeat(RetryPolicy.RepeatableCall<T> call) throws PortException, InterruptedException {
        return RetryPolicy.s3().send(call, random, clock::sleep);
    }
}
