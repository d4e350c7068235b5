package dev.runbook.engine.task;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.Modules;
import dev.runbook.engine.change.TaskCredentials;
import dev.runbook.expression.Value;
import dev.runbook.modules.PlanningContext;
import dev.runbook.port.Approval;
import dev.runbook.port.Clock;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What every task of a pair is worked on with.
 *
 * @param results what tasks of this refresh have registered before, by their ids
 * @param unfinishedTasks the tasks that an earlier run of this refresh began to carry out and did not end
 * @param showsDiff whether differences are shown when a task does not say
 */
public record TaskContext(
        Modules modules,
        ExecutionModes modes,
        PairScopes scopes,
        Clock clock,
        RandomGenerator random,
        Map<String, Value.Fields> results,
        Set<String> unfinishedTasks,
        CheckRunResults checkRunResults,
        boolean showsDiff,
        Cancellation cancellation,
        Approval approval,
        AssumedConditions assumedConditions,
        TaskCredentials credentials) {
    public TaskContext {
        results = Map.copyOf(results);
        unfinishedTasks = Set.copyOf(unfinishedTasks);
    }

    public PairPlanningContext planningContext() {
        return modes.standard().planningContext();
    }

    PlanningContext.Purpose purpose() {
        return planningContext().purpose();
    }

    /** Decides the conditions of a place, without a word about it. */
    public ConditionEvaluator conditions(String place) {
        return new ConditionEvaluator(place, assumedConditions, purpose(), text -> {});
    }
}
