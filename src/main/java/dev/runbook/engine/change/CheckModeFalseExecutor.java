package dev.runbook.engine.change;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.TaskFailure;
import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.world.World;
import java.util.function.Function;

/** Carries out, in a check, what a task with {@code check_mode: false} does outside of AWS; all else stays predicted. */
public record CheckModeFalseExecutor(
        ChangeExecutor predicting, Function<TaskAttempt, Ports> ports, Cancellation cancellation)
        implements ChangeExecutor {

    @Override
    public World currentWorld(TaskAttempt attempt) throws TaskFailure {
        return predicting.currentWorld(attempt);
    }

    @Override
    public World lastWorld(TaskAttempt attempt) throws TaskFailure {
        return predicting.lastWorld(attempt);
    }

    @Override
    public void apply(Change change, TaskAttempt attempt) throws TaskFailure, InterruptedException {
        if (!(change.subject() instanceof Subject.External)) {
            throw new IllegalStateException(
                    "a check never carries out " + change.describe().action());
        }
        applyOnce(change, attempt, ports.apply(attempt));
        predicting.noteProgramRun();
        predicting.apply(change, attempt);
    }

    private void applyOnce(Change change, TaskAttempt attempt, Ports outside) throws TaskFailure, InterruptedException {
        try (DeadlineTimer timer = new DeadlineTimer(attempt.deadline(), outside.clock(), cancellation)) {
            try {
                change.apply(outside);
            } catch (InterruptedException e) {
                if (timer.hasFired()) {
                    throw timer.overdue(change).because(e);
                }
                throw e;
            } catch (PortException e) {
                throw timer.hasFired() ? timer.overdue(change).because(e) : TaskFailure.of(e);
            }
        }
    }

    @Override
    public Progress await(Change change, TaskAttempt attempt) throws TaskFailure, InterruptedException {
        return predicting.await(change, attempt);
    }

    @Override
    public void forget(TaskKey taskKey) {
        predicting.forget(taskKey);
    }

    @Override
    public void forget(TaskKeyPattern keyPattern) {
        predicting.forget(keyPattern);
    }

    @Override
    public void noteProgramRun() {
        predicting.noteProgramRun();
    }

    @Override
    public boolean actsInChecks() {
        return true;
    }

    @Override
    public PasswordStore vault() {
        return predicting.vault();
    }
}
