package dev.runbook.engine.task;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.ChangeExecutor;
import dev.runbook.engine.change.ChangeRunner;
import dev.runbook.engine.change.CheckModeFalseExecutor;
import dev.runbook.engine.change.CompletedChanges;
import dev.runbook.engine.change.Gate;
import dev.runbook.engine.change.PredictingExecutor;
import dev.runbook.engine.change.TaskAttempt;
import dev.runbook.engine.redact.MemoryPasswordStore;
import dev.runbook.engine.redact.Redaction;
import dev.runbook.modules.PlanningContext;
import dev.runbook.port.Clock;
import dev.runbook.port.Ports;
import dev.runbook.port.Shell;
import dev.runbook.runbook.Task;
import java.util.Optional;
import java.util.function.Function;

/** Chooses the executor of each task: that of the run, or the opposite one for {@code check_mode}. */
public final class ExecutionModes {

    /** What other footings are made of. */
    public record ModeInputs(
            Gate gate,
            Clock clock,
            Redaction redaction,
            CompletedChanges completedChanges,
            Function<TaskAttempt, Ports> ports,
            Shell shell,
            Cancellation cancellation) {}

    private final ExecutionMode standard;
    private final ModeInputs inputs;

    public ExecutionModes(ExecutionMode usual, ModeInputs ground) {
        this.standard = usual;
        this.inputs = ground;
    }

    Cancellation cancellation() {
        return inputs.cancellation();
    }

    public ExecutionMode standard() {
        return standard;
    }

    ExecutionMode of(Task task, TaskAttempt attempt) throws TaskFailure {
        Optional<Boolean> wanted = task.options().checkMode();
        boolean run = standard.planningContext().purpose() == PlanningContext.Purpose.RUN;
        if (run && wanted.equals(Optional.of(true))) {
            return predicting(attempt);
        }
        return runsInCheck(task) ? executing() : standard;
    }

    /** Whether the task really runs in this check. */
    boolean runsInCheck(Task task) {
        return standard.planningContext().purpose() == PlanningContext.Purpose.CHECK
                && task.options().checkMode().equals(Optional.of(false));
    }

    /** Predicts on a world that is forgotten after the task. */
    private ExecutionMode predicting(TaskAttempt attempt) throws TaskFailure {
        MemoryPasswordStore passwords = new MemoryPasswordStore(inputs.redaction());
        PredictingExecutor executor = new PredictingExecutor(
                standard.executor().currentWorld(attempt),
                inputs.completedChanges().copy(),
                passwords,
                Optional.of(inputs.shell()));
        return new ExecutionMode(
                new ChangeRunner(
                        inputs.gate(),
                        executor,
                        inputs.clock(),
                        standard.changeRunner().planGuard()),
                executor,
                standard.planningContext().as(PlanningContext.Purpose.CHECK, passwords),
                true);
    }

    /** Carries out, in a check, what reaches no account. */
    private ExecutionMode executing() {
        ChangeExecutor executor =
                new CheckModeFalseExecutor(standard.executor(), inputs.ports(), inputs.cancellation());
        return new ExecutionMode(
                new ChangeRunner(
                        inputs.gate(),
                        executor,
                        inputs.clock(),
                        standard.changeRunner().planGuard()),
                executor,
                standard.planningContext()
                        .as(PlanningContext.Purpose.RUN, standard.executor().vault()),
                false);
    }
}
