package dev.runbook.adapter.aws;

import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.util.concurrent.ThreadLocalRandom;

/** Repeats what may be repeated without harm, with growing, randomised pauses. */
final class Patience {

    private static final int ATTEMPTS_MAX = 10;
    private static final long PAUSE_FIRST_MILLIS = 100;
    private static final long PAUSE_LONGEST_MILLIS = 20_000;

    /** A call that reads, or that does no more when it is made twice. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws PortException;
    }

    <T> T with(Call<T> call) throws PortException {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.make();
            } catch (PortException e) {
                boolean again = e.kind() == Kind.RETRYABLE || e.kind() == Kind.OUTCOME_UNKNOWN;
                if (!again || attempt == ATTEMPTS_MAX || !paused(attempt)) {
                    throw e;
                }
            }
        }
    }

    /** False when the thread was interrupted meanwhile. */
    private boolean paused(int attempt) {
        long longest = Math.min(PAUSE_LONGEST_MILLIS, PAUSE_FIRST_MILLIS << attempt);
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
