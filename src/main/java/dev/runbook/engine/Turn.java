package dev.runbook.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * One task, or one item of its loop, being worked on.
 *
 * @param deadline when the task's own timeout is over; empty when it has none
 */
record Turn(TaskPlace place, Voice voice, Optional<Instant> deadline) {}
