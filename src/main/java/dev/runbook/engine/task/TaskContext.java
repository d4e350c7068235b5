package dev.runbook.engine.task;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.resume.JournaledTasks;
import dev.runbook.modules.PlanningContext;
import dev.runbook.port.Clock;
import dev.runbook.port.Pacing;

/**
 * What every task of a pair works with.
 *
 * @param journaled what earlier runs of this refresh have done
 * @param assumptions of a check
 * @param showsDiff whether differences are shown when a task does not set it
 */
public record TaskContext(
        ExecutionModes modes,
        PairScopes scopes,
        Pacing pacing,
        JournaledTasks journaled,
        CheckAssumptions assumptions,
        TaskServices services,
        boolean showsDiff) {

    public PairPlanningContext planningContext() {
        return modes.standard().planningContext();
    }

    PlanningContext.Purpose purpose() {
        return planningContext().purpose();
    }

    public String pair() {
        return planningContext().refresh().pair();
    }

    public Clock clock() {
        return pacing.clock();
    }

    public Cancellation cancellation() {
        return modes.cancellation();
    }

    /** From here on, the calls of the pair may differ from the order of the plan. */
    public void abandonPlanOrder() {
        modes.standard().changeRunner().planGuard().abandonOrder();
    }

    /** Evaluates conditions at a place, without a message about it. */
    public ConditionEvaluator conditions(String place) {
        return new ConditionEvaluator(place, assumptions.conditions(), purpose(), text -> {});
    }
}
