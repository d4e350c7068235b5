package dev.runbook.engine.run;

import dev.runbook.engine.change.CompletedChanges;
import dev.runbook.expression.Value;
import dev.runbook.modules.Refresh;
import dev.runbook.plan.PlannedCall;
import dev.runbook.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known about the pair before its first task.
 *
 * @param world as it was read at the start
 * @param completedChanges changes of this refresh that leave no trace in AWS and are done
 * @param registeredResults what tasks of this refresh have registered
 * @param doneTasks the tasks of this refresh that need not be repeated
 * @param unfinishedTasks the tasks of this refresh that were begun to be carried out and not ended
 * @param pendingHandlers the handlers that were notified in this refresh and not carried out
 * @param onceResults what tasks that are done once for all pairs have registered in this refresh, whichever pair did them
 * @param syncedBuckets places in buckets that this refresh has copied to
 * @param isAlreadyFinished whether the pair is finished already in the run that is continued
 * @param isResumed whether the refresh was begun by an earlier run
 * @param callsOfPlan the calls that earlier runs by the same plan have begun; empty when there was none
 */
record ResumeState(
        Refresh refresh,
        World world,
        CompletedChanges completedChanges,
        Map<String, Value.Fields> registeredResults,
        Set<String> doneTasks,
        Set<String> unfinishedTasks,
        Set<String> pendingHandlers,
        Map<String, Value.Fields> onceResults,
        List<String> syncedBuckets,
        boolean isAlreadyFinished,
        boolean isResumed,
        Optional<List<PlannedCall>> callsOfPlan) {
    ResumeState {
        registeredResults = Map.copyOf(registeredResults);
        doneTasks = Set.copyOf(doneTasks);
        unfinishedTasks = Set.copyOf(unfinishedTasks);
        pendingHandlers = Set.copyOf(pendingHandlers);
        onceResults = Map.copyOf(onceResults);
        syncedBuckets = List.copyOf(syncedBuckets);
        callsOfPlan = callsOfPlan.map(List::copyOf);
    }
}
