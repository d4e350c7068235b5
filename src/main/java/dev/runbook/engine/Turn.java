package dev.runbook.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * One task, or one item of its loop, being worked on.
 *
 * @param deadline when the task's own timeout is over; empty when it has none
 * @param entered the account of the target when the task enters it with credentials of its own
 */
record Turn(
        TaskPlace place, Voice voice, Optional<Instant> deadline, Showing showing, Optional<Entrance.Entered> entered) {

    /**
     * What is told of its changes.
     *
     * @param dry whether they are only predicted, in a run too
     * @param diff whether the differences that they make are shown
     * @param hidden whether their parameters are kept back
     */
    record Showing(boolean dry, boolean diff, boolean hidden) {}
}
