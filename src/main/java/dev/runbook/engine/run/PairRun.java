package dev.runbook.engine.run;

import dev.runbook.engine.Environment;
import dev.runbook.engine.Plans;
import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.ChangeExecutor;
import dev.runbook.engine.change.CompletedChanges;
import dev.runbook.engine.change.HeldLeases;
import dev.runbook.engine.change.LiveExecutor;
import dev.runbook.engine.change.PairWorld;
import dev.runbook.engine.change.PlanGuard;
import dev.runbook.engine.change.PredictingExecutor;
import dev.runbook.engine.change.TaskAttempt;
import dev.runbook.engine.change.TaskKey;
import dev.runbook.engine.record.Recorder;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.engine.redact.MemoryPasswordStore;
import dev.runbook.engine.task.AssumedConditions;
import dev.runbook.engine.task.CheckAssumptions;
import dev.runbook.engine.task.TaskContext;
import dev.runbook.engine.task.TaskResult;
import dev.runbook.expression.Value;
import dev.runbook.inventory.VariableLayers;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.LeaseKey;
import dev.runbook.journal.ListingTime;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.plan.Drift;
import dev.runbook.plan.PlannedResource;
import dev.runbook.port.Shell;
import dev.runbook.runbook.Play;
import dev.runbook.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pair of a run: {@link #preflight} looks for obstacles, {@link #check} predicts, {@link #run} changes. */
final class PairRun {

    private final ResumeState resumeState;
    private final List<Play> plays;
    private final RunScope scope;
    private final TaskContextFactory contexts;

    PairRun(ResumeState resumeState, VariableLayers layers, List<Play> plays, RunScope scope) {
        this.resumeState = resumeState;
        this.plays = List.copyOf(plays);
        this.scope = scope;
        this.contexts = new TaskContextFactory(resumeState, layers, plays, scope);
    }

    String name() {
        return resumeState.refresh().pair();
    }

    Refresh refresh() {
        return resumeState.refresh();
    }

    boolean isAlreadyFinished() {
        return resumeState.isAlreadyFinished();
    }

    /** How a pair ends that needs no work any more. */
    PairResult alreadyFinishedResult() {
        return PairResult.without(RunOutcome.EndStatus.EARLIER, Optional.empty())
                .with(resumeState.tasks().results().values());
    }

    List<Play> plays() {
        return plays;
    }

    /** The tasks that are done once for all pairs and are done in this refresh, with what they registered. */
    Map<String, Value.Fields> onceResults() {
        return resumeState.tasks().onceResults();
    }

    boolean isResumed() {
        return resumeState.isResumed();
    }

    /**
     * Finds out what would stop the run, before it changes anything. With a saved plan, it looks as closely as the check that
     * the plan was made from.
     *
     * @param events receives the events, which are not shown
     */
    Rehearsal preflight(PairCoordinator coordinator, List<EventRecord<?>> events) {
        List<PlannedResource> found = new ArrayList<>();
        Recorder silent = recorder().withSink(events::add);
        if (plans().savedPlan().isEmpty()) {
            Prediction prediction = newPrediction(CheckAssumptions.allTrue(), PlanGuard.unbound());
            PairResult result = predict(PlanningContext.Purpose.PREFLIGHT, silent, coordinator, prediction);
            return new Rehearsal(
                    result, events, List.of(), prediction.executor().writtenBuckets());
        }
        PairPlan plan = new PairPlan(plans().savedPlan().get().plan(), resumeState);
        List<Drift> differences = new ArrayList<>(plan.ofWorld());
        Prediction prediction = newPrediction(CheckAssumptions.allTrue(), new PlanGuard(Optional.empty(), found::add));
        PairResult result = predict(PlanningContext.Purpose.CHECK, silent, coordinator, prediction);
        if (result.status() == RunOutcome.EndStatus.FINISHED && differences.isEmpty()) {
            differences.addAll(plan.ofFindings(found));
            differences.addAll(plan.ofCalls(events));
        }
        return new Rehearsal(result, events, differences, prediction.executor().writtenBuckets());
    }

    /** Predicts what a run would do; for a condition that only a run can decide, both ways. */
    PairResult check(PairCoordinator coordinator) {
        List<EventRecord<?>> events = new ArrayList<>();
        plans().recorder()
                .ifPresent(recorder -> new PlannedInstances(resumeState.refresh(), resumeState.world())
                        .resources()
                        .forEach(resource -> recorder.addResource(name(), resource)));
        PlanGuard planGuard = new PlanGuard(
                Optional.empty(),
                resource -> plans().recorder().ifPresent(recorder -> recorder.addResource(name(), resource)));
        Prediction prediction = newPrediction(CheckAssumptions.allTrue(), planGuard);
        emitWorld(ListingTime.BEFORE, Optional.of(resumeState.world()));
        PairResult result =
                predict(PlanningContext.Purpose.CHECK, recorder().withListener(events::add), coordinator, prediction);
        reportLeftovers(result, prediction.executor());
        emitWorld(ListingTime.AFTER, Optional.of(prediction.executor().predictedWorld()));
        try {
            boolean open = !prediction.assumptions().conditions().open().isEmpty();
            reportAlternatives(prediction, events, open ? coordinator.resultsOfOthers(name()) : Map.of());
        } catch (InterruptedException e) {
            return PairResult.interruption();
        }
        return result;
    }

    /**
     * Reports, for each condition that only a run can decide, what a run would do if it were false.
     *
     * @param events of the check in which every such condition is true
     * @param done {@code run_once} results of other pairs
     */
    private void reportAlternatives(Prediction prediction, List<EventRecord<?>> events, Map<String, TaskResult> done) {
        AlternativeOutcome alternatives = new AlternativeOutcome(events);
        for (Map.Entry<String, String> open :
                prediction.assumptions().conditions().open().entrySet()) {
            if (scope.services().cancellation().stops()) {
                break;
            }
            String place = open.getKey();
            String condition = open.getValue();
            List<EventRecord<?>> others = new ArrayList<>();
            PairResult otherResult = predict(
                    PlanningContext.Purpose.CHECK,
                    recorder().withSink(others::add),
                    PairCoordinator.singlePair(done),
                    newPrediction(
                            new CheckAssumptions(
                                    AssumedConditions.allTrueExcept(place),
                                    prediction.assumptions().results()),
                            PlanGuard.unbound()));
            plans().recorder().ifPresent(recorder -> recorder.addAlternative(name(), condition, others));
            alternatives.report(
                    new AlternativeOutcome.AlternativeCheck(place, condition, others, otherResult),
                    recorder().taskEvents(name(), place));
        }
    }

    /** Whether the run needs no AWS credentials: then there is no target to lease. */
    boolean runsWithoutCredentials() {
        return scope.instanceCaches().areUntouched();
    }

    /**
     * Runs the plays for real.
     *
     * @param lease on the target; empty only if the run needs no AWS credentials
     */
    PairResult run(Optional<LeaseKey> lease, HeldLeases leases, PairCoordinator coordinator) {
        Refresh.RefreshSide target = resumeState.refresh().target();
        MemoryPasswordStore passwords = new MemoryPasswordStore(scope.services().redaction());
        PairWorld pairWorld = new PairWorld(
                scope.instanceCaches().of(target.account()),
                resumeState.refresh().source().instance(),
                resumeState.completedChanges());
        LiveExecutor.ExecutorSettings settings = new LiveExecutor.ExecutorSettings(
                contexts.gate(),
                new LiveExecutor.HeldRights(lease, leases),
                outside().pacing(target.account()),
                passwords,
                scope.services().cancellation());
        LiveExecutor executor =
                new LiveExecutor(pairWorld, attempt -> contexts.ports().ports(attempt, passwords), settings);
        PlanGuard planGuard = plans().savedPlan()
                .map(held -> new PairPlan(held.plan(), resumeState).guard())
                .orElse(PlanGuard.unbound());
        emitWorld(ListingTime.BEFORE, Optional.of(resumeState.world()));
        TaskContextFactory.ContextInputs inputs = new TaskContextFactory.ContextInputs(
                PlanningContext.Purpose.RUN, executor, resumeState.completedChanges(), passwords, planGuard);
        PairResult result =
                clearDataAge(runPlays(contexts.context(inputs, CheckAssumptions.allTrue()), recorder(), coordinator));
        reportLeftovers(result, executor);
        emitWorld(ListingTime.AFTER, pairWorld.latestWorld());
        return asAlreadyFinished(result);
    }

    /** A run that finds everything done brought no new data: its success belongs to an earlier run. */
    private PairResult asAlreadyFinished(PairResult result) {
        boolean nothingLeft = resumeState.isResumed()
                && result.status() == RunOutcome.EndStatus.FINISHED
                && result.changes() == 0
                && !isUndo()
                && contexts.selection().isDone();
        if (nothingLeft) {
            recorder()
                    .taskEvents(name(), "")
                    .warn("nothing was left to do: refresh " + refresh().id()
                            + " had come to its end before, and no new"
                            + " data was taken; run the same command again for a new refresh");
        }
        return nothingLeft ? result.as(RunOutcome.EndStatus.EARLIER) : result;
    }

    /** After a rollback the target has its old data, whatever this refresh made. */
    private PairResult clearDataAge(PairResult result) {
        return isUndo() ? result.with(List.of()) : result;
    }

    /** Whether the run undoes a refresh. */
    private boolean isUndo() {
        RunRequest.CommandLine command = scope.request().places().command();
        return command.isRollback() || command.isDiscard();
    }

    /** After a rollback or discard, reports what is left. */
    private void reportLeftovers(PairResult result, ChangeExecutor executor) {
        boolean interrupted = result.status() == RunOutcome.EndStatus.INTERRUPTED;
        if (!isUndo() || interrupted) {
            return;
        }
        TaskEvents events = recorder().taskEvents(name(), "");
        boolean restarts = plays.stream()
                .flatMap(play -> play.tasks().stream())
                .filter(scope.request().options().selection()::includes)
                .anyMatch(task -> scope.services()
                        .modules()
                        .restartsApplication(task.module().text()));
        try {
            TaskAttempt.Visibility visibility = new TaskAttempt.Visibility(false, false, false);
            World after = executor.currentWorld(new TaskAttempt(
                    TaskKey.of(""), events, TaskAttempt.TimeLimits.none(), visibility, Optional.empty()));
            RollbackLeftovers leftovers =
                    new RollbackLeftovers(resumeState.refresh(), after, resumeState.syncedBuckets(), restarts);
            boolean discard = scope.request().places().command().isDiscard();
            (discard ? leftovers.afterDiscard() : leftovers.afterRollback()).forEach(events::line);
        } catch (TaskFailure e) {
            events.warn("what is left cannot be read: " + e.message());
        }
    }

    /** Emits the instances around the pair, if the run reads them at all. */
    private void emitWorld(ListingTime when, Optional<World> world) {
        if (!runsWithoutCredentials()) {
            world.map(found -> new PairPicture(resumeState.refresh(), found))
                    .ifPresent(picture -> recorder().taskEvents(name(), "").emit(picture.listing(when)));
        }
    }

    /** The state of a prediction. */
    private record Prediction(
            PredictingExecutor executor,
            CompletedChanges completedChanges,
            MemoryPasswordStore passwords,
            CheckAssumptions assumptions,
            PlanGuard planGuard) {}

    private Prediction newPrediction(CheckAssumptions assumptions, PlanGuard planGuard) {
        MemoryPasswordStore passwords = new MemoryPasswordStore(scope.services().redaction());
        CompletedChanges completedChanges = resumeState.completedChanges().copy();
        // A missing hook must not stop a rollback from giving the names back.
        Optional<Shell> shell =
                isUndo() ? Optional.empty() : Optional.of(outside().shell());
        PredictingExecutor executor = new PredictingExecutor(resumeState.world(), completedChanges, passwords, shell);
        return new Prediction(executor, completedChanges, passwords, assumptions, planGuard);
    }

    private PairResult predict(
            PlanningContext.Purpose purpose, Recorder recorder, PairCoordinator coordinator, Prediction prediction) {
        TaskContextFactory.ContextInputs inputs = new TaskContextFactory.ContextInputs(
                purpose,
                prediction.executor(),
                prediction.completedChanges(),
                prediction.passwords(),
                prediction.planGuard());
        return runPlays(contexts.context(inputs, prediction.assumptions()), recorder, coordinator);
    }

    /** Runs the plays in order, to the end or the first failure. */
    private PairResult runPlays(TaskContext context, Recorder recorder, PairCoordinator coordinator) {
        Instant began = context.clock().now();
        PairPlaySelection selection = contexts.selection();
        TaskLedger ledger = new TaskLedger(context.journaled().results());
        PlayContext playContext = new PlayContext(selection, selection.numbers(), coordinator, ledger);
        RunOutcome.EndStatus status = RunOutcome.EndStatus.FINISHED;
        Optional<TaskFailure> failure = Optional.empty();
        try {
            failure = runPlays(playContext, context, recorder);
            if (failure.isPresent()) {
                boolean refused = failure.get().kind() == TaskFailure.Kind.REFUSED;
                status = refused ? RunOutcome.EndStatus.REFUSED : RunOutcome.EndStatus.FAILED;
            }
            if (ledger.ends().isEmpty() && isStoppedByOthers(failure)) {
                status = RunOutcome.EndStatus.NOT_STARTED;
                failure = Optional.of(TaskFailure.stoppedByOthers("not begun"));
            }
        } catch (InterruptedException e) {
            status = RunOutcome.EndStatus.INTERRUPTED;
            failure = PairResult.interruption().failure();
        } finally {
            coordinator.leave(name());
        }
        boolean complete = status == RunOutcome.EndStatus.FINISHED && selection.isComplete();
        Duration took = Duration.between(began, context.clock().now());
        List<String> covered = selection.selectedTasks().stream()
                .filter(task -> !ledger.isLeftOut(task))
                .toList();
        return new PairResult(
                        status, ledger.ends(), ledger.changes(), took, Optional.empty(), complete, covered, failure)
                .with(ledger.results());
    }

    private Optional<TaskFailure> runPlays(PlayContext playContext, TaskContext context, Recorder recorder)
            throws InterruptedException {
        for (Play play : playContext.selection().plays()) {
            playContext.coordinator().enter(play, name());
            FlowResult flow = new PlayRun(play, playContext, context, recorder).run();
            playContext.coordinator().leave(play, name());
            if (!flow.continues()) {
                return flow.failure();
            }
        }
        return Optional.empty();
    }

    private static boolean isStoppedByOthers(Optional<TaskFailure> failure) {
        return failure.filter(why -> why.kind() == TaskFailure.Kind.HALTED).isPresent();
    }

    private Plans plans() {
        return scope.services().plans();
    }

    private Recorder recorder() {
        return scope.services().recorder();
    }

    private Environment outside() {
        return scope.services().environment();
    }
}
