package dev.runbook.modules.s3;

import dev.runbook.port.Clock;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import java.time.Duration;

/** Repeats a call that does no more when it is made twice, with growing pauses. */
final class Repeat {

    private static final int ATTEMPTS_MAX = 10;
    private static final long PAUSE_FIRST_MILLIS = 100;
    private static final long PAUSE_LONGEST_MILLIS = 20_000;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Repeat() {}

    /** A call. */
    @FunctionalInterface
    interface Call {
        void make() throws PortException, InterruptedException;
    }

    /**
     * A lost answer is as good as a failure: copying or deleting twice comes to the same as once.
     *
     * @param key tells calls apart, so that they do not all come back at the same moment
     */
    static void whileTransient(Clock clock, String key, Call call) throws PortException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                call.make();
                return;
            } catch (PortException e) {
                boolean again = e.kind() == Kind.RETRYABLE || e.kind() == Kind.OUTCOME_UNKNOWN;
                if (!again || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
                clock.sleep(pause(key, attempt));
            }
        }
    }

    private static Duration pause(String key, int attempt) {
        long longest = Math.min(PAUSE_LONGEST_MILLIS, PAUSE_FIRST_MILLIS << attempt);
        long spread = Math.floorMod(((key.hashCode() + attempt) * SPREAD) >> 16, longest / 2);
        return Duration.ofMillis(longest / 2 + spread);
    }
}
