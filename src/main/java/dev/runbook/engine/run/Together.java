package dev.runbook.engine.run;

import dev.runbook.engine.record.EventFields;
import dev.runbook.engine.task.TaskResult;
import dev.runbook.engine.task.TaskRun;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.util.Optional;

/** Carries out one task of one pair with regard to the other pairs: once for all of them, or only so many at a time. */
record Together(PairCoordinator coordinator, Play play, String pair) {

    TaskResult carry(Task task, String id, TaskRun run, EventFields place) throws InterruptedException {
        if (!task.manner().runOnce()) {
            return inTurn(task, id, run, place);
        }
        Optional<TaskResult> done = coordinator.claimOnce(play, pair, id);
        if (done.isPresent()) {
            return run.takeOver(place, done.get());
        }
        Optional<TaskResult> end = Optional.empty();
        try {
            end = Optional.of(inTurn(task, id, run, place));
        } finally {
            coordinator.completeOnce(id, end);
        }
        return end.get();
    }

    private TaskResult inTurn(Task task, String id, TaskRun run, EventFields place) throws InterruptedException {
        if (task.manner().throttle().isEmpty()) {
            return run.run(place);
        }
        coordinator.acquireThrottle(id, task.manner().throttle().getAsInt());
        try {
            return run.run(place);
        } finally {
            coordinator.releaseThrottle(id);
        }
    }
}
