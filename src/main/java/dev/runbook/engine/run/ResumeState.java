package dev.runbook.engine.run;

import dev.runbook.engine.change.CompletedChanges;
import dev.runbook.engine.resume.JournaledTasks;
import dev.runbook.modules.Refresh;
import dev.runbook.plan.PlannedCall;
import dev.runbook.world.World;
import java.util.List;
import java.util.Optional;

/**
 * What is known about a pair before its first task.
 *
 * @param world as it was read at the start
 * @param completedChanges changes of this refresh that leave no trace in AWS and are done
 * @param tasks what the journals say about the tasks
 * @param syncedBuckets bucket parts that this refresh has copied to
 * @param isAlreadyFinished whether the pair finished in the run that is continued
 * @param isResumed whether an earlier run began the refresh
 * @param callsOfPlan the calls that earlier runs by the same plan have begun; empty when there was none
 */
record ResumeState(
        Refresh refresh,
        World world,
        CompletedChanges completedChanges,
        JournaledTasks tasks,
        List<String> syncedBuckets,
        boolean isAlreadyFinished,
        boolean isResumed,
        Optional<List<PlannedCall>> callsOfPlan) {

    ResumeState {
        syncedBuckets = List.copyOf(syncedBuckets);
        callsOfPlan = callsOfPlan.map(List::copyOf);
    }
}
