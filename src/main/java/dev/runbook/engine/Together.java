package dev.runbook.engine;

import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.util.Optional;

/** Carries out one task of one pair with regard to the other pairs: once for all of them, or only so many at a time. */
record Together(Convoy convoy, Play play, String pair) {

    TaskEnd carry(Task task, String id, TaskRun run, Facts place) throws InterruptedException {
        if (!task.manner().runOnce()) {
            return inTurn(task, id, run, place);
        }
        Optional<TaskEnd> done = convoy.once(play, pair, id);
        if (done.isPresent()) {
            return run.take(place, done.get());
        }
        Optional<TaskEnd> end = Optional.empty();
        try {
            end = Optional.of(inTurn(task, id, run, place));
        } finally {
            convoy.did(id, end);
        }
        return end.get();
    }

    private TaskEnd inTurn(Task task, String id, TaskRun run, Facts place) throws InterruptedException {
        if (task.manner().throttle().isEmpty()) {
            return run.run(place);
        }
        convoy.takeTurn(id, task.manner().throttle().getAsInt());
        try {
            return run.run(place);
        } finally {
            convoy.endTurn(id);
        }
    }
}
