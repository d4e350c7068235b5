package dev.runbook.engine.change;

import dev.runbook.engine.record.TaskEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One task, or one item of its loop, being worked on.
 *
 * @param credentials the account of the target when the task enters it with credentials of its own
 */
public record TaskAttempt(
        TaskKey taskKey,
        TaskEvents events,
        TimeLimits limits,
        Visibility visibility,
        Optional<TaskCredentials.AssumedCredentials> credentials) {

    /**
     * How long it may take.
     *
     * @param deadline when the task's own timeout is over; empty when it has none
     * @param refused how long one call may be refused in a way that may pass
     */
    public record TimeLimits(Optional<Instant> deadline, Duration refused) {

        /** Without capacity, an hour is long enough to be lucky, and short enough to try something else. */
        public static final Duration REFUSED = Duration.ofHours(1);

        public static TimeLimits none() {
            return new TimeLimits(Optional.empty(), REFUSED);
        }
    }

    /**
     * What is shown of its changes.
     *
     * @param isPrediction whether they are only predicted, in a run too
     * @param showsDiff whether the differences that they make are shown
     * @param isHidden whether their parameters are kept back
     */
    public record Visibility(boolean isPrediction, boolean showsDiff, boolean isHidden) {}

    public Optional<Instant> deadline() {
        return limits.deadline();
    }
}
