package dev.runbook.engine.task;

import dev.runbook.engine.change.ChangeExecutor;
import dev.runbook.engine.change.ChangeRunner;

/**
 * How a task runs.
 *
 * @param isPrediction whether its changes are only predicted in a run
 */
public record ExecutionMode(
        ChangeRunner changeRunner,
        ChangeExecutor executor,
        PairPlanningContext planningContext,
        boolean isPrediction) {}
