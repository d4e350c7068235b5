package dev.runbook.engine.run;

import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.record.Recorder;
import dev.runbook.engine.task.TaskContext;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The plays of one pair, one after the other, until the end or the first failure. For one use, on one thread. */
final class PairChain {

    private final PairPlaySelection selection;
    private final TaskContext context;
    private final Recorder recorder;
    private final PairCoordinator coordinator;
    private final TaskLedger ledger;

    PairChain(PairPlaySelection selection, TaskContext context, Recorder recorder, PairCoordinator coordinator) {
        this.selection = selection;
        this.context = context;
        this.recorder = recorder;
        this.coordinator = coordinator;
        this.ledger = new TaskLedger(context.journaled().results());
    }

    PairResult run() {
        Instant began = context.clock().now();
        RunOutcome.EndStatus status = RunOutcome.EndStatus.FINISHED;
        Optional<TaskFailure> failure = Optional.empty();
        try {
            failure = runPlays();
            if (failure.isPresent()) {
                boolean refused = failure.get().kind() == TaskFailure.Kind.REFUSED;
                status = refused ? RunOutcome.EndStatus.REFUSED : RunOutcome.EndStatus.FAILED;
            }
            if (isNotStarted(failure)) {
                status = RunOutcome.EndStatus.NOT_STARTED;
                failure = Optional.of(TaskFailure.stoppedByOthers("not begun"));
            }
        } catch (InterruptedException e) {
            status = RunOutcome.EndStatus.INTERRUPTED;
            failure = Optional.of(TaskFailure.failure(
                    "interrupted; what AWS has begun goes on", "run the same command again: it continues here"));
        } finally {
            coordinator.leave(pair());
        }
        boolean complete = status == RunOutcome.EndStatus.FINISHED && isComplete();
        Duration took = Duration.between(began, context.clock().now());
        return new PairResult(
                        status,
                        ledger.ends(),
                        ledger.changes(),
                        took,
                        Optional.empty(),
                        complete,
                        coveredTasks(),
                        failure)
                .with(ledger.results());
    }

    /** Whether the failure of another pair came before the first task of this one. */
    private boolean isNotStarted(Optional<TaskFailure> failure) {
        return ledger.ends().isEmpty()
                && failure.filter(why -> why.kind() == TaskFailure.Kind.HALTED).isPresent();
    }

    private Optional<TaskFailure> runPlays() throws InterruptedException {
        Map<String, Integer> numbers = selection.numbers();
        for (Play play : selection.plays()) {
            coordinator.enter(play, pair());
            PlayChain chain =
                    new PlayChain(play, new PlayContext(selection, numbers, coordinator, ledger), context, recorder);
            FlowResult flow = chain.run();
            coordinator.leave(play, pair());
            if (!flow.continues()) {
                return flow.failure();
            }
        }
        return Optional.empty();
    }

    private List<String> coveredTasks() {
        return selection.tasks().stream()
                .filter(selection.selection()::includes)
                .map(Task::id)
                .filter(task -> !ledger.isLeftOut(task))
                .toList();
    }

    /** Whether every task is done in this refresh: now, or in a run before for those that are left out now. */
    private boolean isComplete() {
        return selection.tasks().stream()
                .filter(task ->
                        !task.tags().contains("never") && !task.placement().isOptional())
                .allMatch(task -> selection.selection().includes(task)
                        || selection.doneTasks().contains(task.id()));
    }

    private String pair() {
        return context.pair();
    }
}
