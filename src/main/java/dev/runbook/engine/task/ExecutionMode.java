package dev.runbook.engine.task;

import dev.runbook.engine.change.ChangeExecutor;
import dev.runbook.engine.change.ChangeRunner;

/**
 * What a task is carried out with.
 *
 * @param isPrediction whether its changes are only predicted in a run
 */
public record ExecutionMode(
        ChangeRunner changeRunner,
        ChangeExecutor executor,
        PairPlanningContext planningContext,
        boolean isPrediction) {}
