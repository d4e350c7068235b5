package dev.runbook.engine.task;

import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;

/** A task with where it stands. */
public record PlannedTask(Play play, Task task, VariableFrame frame) {

    String id() {
        return frame.id(task);
    }
}
