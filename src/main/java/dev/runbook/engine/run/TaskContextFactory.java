package dev.runbook.engine.run;

import dev.runbook.engine.Environment;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.change.ChangeExecutor;
import dev.runbook.engine.change.ChangeRunner;
import dev.runbook.engine.change.CompletedChanges;
import dev.runbook.engine.change.Gate;
import dev.runbook.engine.change.PlanGuard;
import dev.runbook.engine.change.ReadingDatabase;
import dev.runbook.engine.change.TaskCredentials;
import dev.runbook.engine.redact.MaskedLookups;
import dev.runbook.engine.redact.MemoryPasswordStore;
import dev.runbook.engine.task.CheckAssumptions;
import dev.runbook.engine.task.ExecutionMode;
import dev.runbook.engine.task.ExecutionModes;
import dev.runbook.engine.task.PairPlanningContext;
import dev.runbook.engine.task.PairScopes;
import dev.runbook.engine.task.ProjectFiles;
import dev.runbook.engine.task.TaskContext;
import dev.runbook.engine.task.TaskPlanningContext;
import dev.runbook.engine.task.TaskServices;
import dev.runbook.expression.EvaluationContext;
import dev.runbook.inventory.VariableLayers;
import dev.runbook.modules.PlanningContext;
import dev.runbook.plan.Sha256;
import dev.runbook.port.ObjectListing;
import dev.runbook.runbook.Play;
import java.util.List;
import java.util.Map;

/** Assembles what the tasks of one pair need, for a prediction or for a run. */
final class TaskContextFactory {

    private final ResumeState resumeState;
    private final VariableLayers layers;
    private final List<Play> plays;
    private final RunScope scope;

    TaskContextFactory(ResumeState resumeState, VariableLayers layers, List<Play> plays, RunScope scope) {
        this.resumeState = resumeState;
        this.layers = layers;
        this.plays = List.copyOf(plays);
        this.scope = scope;
    }

    /** What the tasks work on: predictions in a check, the account in a run. */
    record ContextInputs(
            PlanningContext.Purpose purpose,
            ChangeExecutor executor,
            CompletedChanges completedChanges,
            MemoryPasswordStore passwords,
            PlanGuard planGuard) {}

    TaskContext context(ContextInputs inputs, CheckAssumptions assumptions) {
        return new TaskContext(
                modes(inputs),
                scopes(),
                environment().pacing(account()),
                resumeState.tasks(),
                assumptions,
                services(inputs.purpose()),
                scope.request().options().diff());
    }

    PairPlaySelection selection() {
        return new PairPlaySelection(
                plays,
                scope.request().options().selection(),
                resumeState.tasks().done(),
                resumeState.tasks().pendingHandlers());
    }

    Gate gate() {
        return new Gate(scope.protectedResources(), resumeState.refresh(), scope.instanceCaches()::number);
    }

    PortsFactory ports() {
        return new PortsFactory(resumeState.refresh(), scope);
    }

    private ExecutionModes modes(ContextInputs inputs) {
        Gate gate = gate();
        ChangeRunner changeRunner =
                new ChangeRunner(gate, inputs.executor(), environment().clock(), inputs.planGuard());
        return new ExecutionModes(
                new ExecutionMode(changeRunner, inputs.executor(), planningContext(inputs), false),
                new ExecutionModes.ModeInputs(
                        gate,
                        environment().clock(),
                        scope.services().redaction(),
                        inputs.completedChanges(),
                        attempt -> ports().ports(attempt, inputs.passwords()),
                        environment().shell(),
                        scope.services().cancellation()));
    }

    private PairPlanningContext planningContext(ContextInputs inputs) {
        return new PairPlanningContext(
                inputs.purpose(),
                resumeState.refresh(),
                new TaskPlanningContext.AccountPorts(
                        Map.<String, ObjectListing>copyOf(ports().stores()),
                        scope.instanceCaches().rds(account())),
                new ReadingDatabase(environment().database()),
                inputs.executor().vault(),
                files(),
                inputs.planGuard());
    }

    private TaskServices services(PlanningContext.Purpose purpose) {
        return new TaskServices(
                scope.services().modules(),
                new TaskCredentials(
                        scope.instanceCaches(), account(), scope.services().redaction()),
                purpose == PlanningContext.Purpose.PREFLIGHT
                        ? question -> true
                        : environment().approval());
    }

    private PairScopes scopes() {
        RunRequest.Options options = scope.request().options();
        MaskedLookups lookups =
                new MaskedLookups(environment().lookups(), scope.services().redaction());
        return new PairScopes(
                layers,
                options.extraVars(),
                options.prompted(),
                new EvaluationContext(lookups, environment().clock()::now));
    }

    private ProjectFiles files() {
        RunRequest.Places places = scope.request().places();
        return new ProjectFiles(
                places.runbookFolder(),
                places.root(),
                (file, text) -> scope.services()
                        .plans()
                        .recorder()
                        .ifPresent(recorder -> recorder.addFile("named by a task", file, Sha256.of(text))));
    }

    private String account() {
        return resumeState.refresh().target().account();
    }

    private Environment environment() {
        return scope.services().environment();
    }
}
