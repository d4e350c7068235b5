package dev.runbook.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One task, or one item of its loop, being worked on.
 *
 * @param entered the account of the target when the task enters it with credentials of its own
 */
record Turn(TaskPlace place, Voice voice, Limits limits, Showing showing, Optional<Entrance.Entered> entered) {

    /**
     * How long it may take.
     *
     * @param deadline when the task's own timeout is over; empty when it has none
     * @param refused how long one call may be refused in a way that may pass
     */
    record Limits(Optional<Instant> deadline, Duration refused) {

        /** Without capacity, an hour is long enough to be lucky, and short enough to try something else. */
        static final Duration REFUSED = Duration.ofHours(1);

        static Limits none() {
            return new Limits(Optional.empty(), REFUSED);
        }
    }

    /**
     * What is told of its changes.
     *
     * @param dry whether they are only predicted, in a run too
     * @param diff whether the differences that they make are shown
     * @param hidden whether their parameters are kept back
     */
    record Showing(boolean dry, boolean diff, boolean hidden) {}

    Optional<Instant> deadline() {
        return limits.deadline();
    }
}
