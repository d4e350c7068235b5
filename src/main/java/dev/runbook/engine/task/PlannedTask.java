package dev.runbook.engine.task;

import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;

/** A task with its play and the includes around it. */
public record PlannedTask(Play play, Task task, VariableFrame frame) {

    String id() {
        return frame.id(task);
    }
}
