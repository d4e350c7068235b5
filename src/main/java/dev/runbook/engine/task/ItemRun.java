package dev.runbook.engine.task;

import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.ChangeRunner;
import dev.runbook.engine.change.Skip;
import dev.runbook.engine.change.TaskAttempt;
import dev.runbook.engine.change.TaskCredentials;
import dev.runbook.engine.change.TaskKey;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.expression.Expression;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Json;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.SkipReason;
import dev.runbook.log.LogDetail;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.WorldDiff;
import dev.runbook.port.PortException;
import dev.runbook.port.RetryPolicy;
import dev.runbook.runbook.Task;
import dev.runbook.world.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs a task without a loop, or one item of a loop: conditions, attempts, plan, changes. For one use. */
final class ItemRun {

    private final TaskContext context;
    private final PlannedTask plannedTask;
    private final Task task;
    private final TaskKey taskKey;
    private final TaskEvents events;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Map<String, Value> differences = new LinkedHashMap<>();
    private Map<String, Value> item = Map.of();
    private int changes;
    private boolean isJournaled;
    private boolean hasChanges;
    private Optional<Change> lastChange = Optional.empty();
    private Optional<Acceptance> acceptance = Optional.empty();

    /** Records a failed program as done. */
    private interface Acceptance {
        void accept() throws TaskFailure;
    }

    ItemRun(TaskContext context, PlannedTask plannedTask, TaskKey taskKey, TaskEvents events) {
        this.context = context;
        this.plannedTask = plannedTask;
        this.task = plannedTask.task();
        this.taskKey = taskKey;
        this.events = events.withListener(warnings::add);
    }

    /** Runs the item; every failure is in the result. */
    TaskResult run(Map<String, Value> names) throws InterruptedException {
        item = names;
        try {
            ConditionEvaluator evaluator = new ConditionEvaluator(
                    taskKey.key(), context.assumptions().conditions(), context.purpose(), events::line);
            boolean open = false;
            for (Expression condition : task.when()) {
                open |= ConditionEvaluator.isOpen(condition, scope());
                if (!evaluator.isTrue(condition, scope())) {
                    return TaskResult.skip(new Skip(SkipReason.CONDITION_FALSE, "when " + condition + " is false"));
                }
            }
            return open ? asUndecided(runWithRetries()) : runWithRetries();
        } catch (ExpressionException e) {
            return TaskResult.failure(TaskFailure.of(e), changes);
        }
    }

    /** A check cannot tell whether a task with an open condition runs, so it does not count its failure or end of the pair. */
    private TaskResult asUndecided(TaskResult result) {
        boolean fails = result.failure()
                .filter(failure -> failure.kind() == TaskFailure.Kind.FAILED)
                .isPresent();
        if (fails) {
            events.line("if it is carried out, it fails: " + result.message());
            return withAttempts(TaskResult.success(result.changes(), new Value.Fields(Map.of())), 1);
        }
        if (result.flow() == Plan.Flow.END_PAIR) {
            events.line("if it is carried out, the pair ends here");
            return result.withFlow(Plan.Flow.CONTINUE);
        }
        return result;
    }

    private TaskResult runWithRetries() throws InterruptedException {
        int attemptsMax = task.retry().map(Task.Retry::attemptsMax).orElse(1);
        Set<String> codes = task.retry().map(Task.Retry::on).orElse(Set.of());
        int attempt = 1;
        while (true) {
            isJournaled = false;
            ResultJudge.JudgedResult judgedResult = judge(withAttempts(attemptOnce(), attempt));
            boolean failed = judgedResult.result().status() == TaskResult.ResultStatus.FAILED;
            if (!failed && judgedResult.unmet().isEmpty() && !isResultLost(judgedResult.result())) {
                return acceptResult(judgedResult.result());
            }
            if (context.cancellation().stops()) {
                // The error comes from the cancellation of the run; it is not a failure of the task.
                throw new InterruptedException(judgedResult.result().message());
            }
            if (isJournaled) {
                context.modes().standard().executor().forget(taskKey);
                continue;
            }
            boolean again = attempt < attemptsMax
                    && context.purpose() == PlanningContext.Purpose.RUN
                    && judgedResult.mayRetry(codes);
            if (!again) {
                return context.purpose() == PlanningContext.Purpose.RUN
                        ? judgedResult.end(attempt)
                        : judgedResult.result();
            }
            pause(task.retry().orElseThrow(), attempt, judgedResult);
            attempt++;
        }
    }

    private TaskResult acceptResult(TaskResult result) {
        try {
            if (acceptance.isPresent()) {
                acceptance.get().accept();
            }
            return result;
        } catch (TaskFailure failure) {
            return TaskResult.failure(failure, changes);
        }
    }

    /** Adds attempts, warnings and diff, as far as a check can know them. A count that the module sets itself stays. */
    private TaskResult withAttempts(TaskResult result, int attempt) {
        boolean run = context.purpose() == PlanningContext.Purpose.RUN;
        Value attempts = run || task.retry().isEmpty() ? new Value.Whole(attempt) : new Value.Unknown("attempts");
        List<Value> texts = warnings.stream().<Value>map(Value.Text::new).toList();
        Value warned = run || !hasChanges ? new Value.Items(texts) : new Value.Unknown("warnings");
        TaskResult finalResult = result.with(
                        "attempts", result.result().get("attempts").orElse(attempts))
                .with("warnings", result.result().get("warnings").orElse(warned));
        return isDiffShown() ? finalResult.with("diff", new Value.Fields(differences)) : finalResult;
    }

    private boolean isDiffShown() {
        return task.options().diff().orElse(context.showsDiff());
    }

    /** Whether the recorded result was redacted but is registered: then the task must run again. */
    private boolean isResultLost(TaskResult result) {
        boolean unknown = result.result().fields().values().stream().anyMatch(Value.Unknown.class::isInstance);
        return isJournaled
                && task.register().isPresent()
                && unknown
                && context.purpose() == PlanningContext.Purpose.RUN;
    }

    private void pause(Task.Retry retry, int attempt, ResultJudge.JudgedResult judgedResult)
            throws InterruptedException {
        Duration delay = retry.backoff() == Task.Backoff.EXPONENTIAL
                ? retry.delay().multipliedBy(1L << Math.min(attempt - 1, 10))
                : retry.delay();
        Duration jittered = RetryPolicy.jitter(delay, context.pacing().random());
        boolean runsAgain = !retry.until().isEmpty()
                || !task.resultConditions().failedWhen().isEmpty();
        events.emit(new Event.RetryScheduled(
                judgedResult.reason(),
                attempt,
                retry.attemptsMax(),
                jittered,
                Optional.of(runsAgain),
                taskKey.item(),
                Optional.empty()));
        if (runsAgain) {
            context.modes().standard().executor().forget(taskKey);
        }
        context.clock().sleep(jittered);
    }

    private ResultJudge.JudgedResult judge(TaskResult result) {
        ResultJudge judge = new ResultJudge(task, context.purpose(), events);
        try {
            return judge.judge(result, scopeWith(result.result()));
        } catch (ExpressionException e) {
            // A recorded result may lack a secret: the task runs again. A failed task may have no result to judge: its
            // failure stays.
            TaskResult failed = result.failure().isPresent() ? result : TaskResult.failure(TaskFailure.of(e), changes);
            return new ResultJudge.JudgedResult(failed, Optional.empty());
        }
    }

    /** Runs a {@code check_mode: false} task only once in a check, although the check predicts several branches. */
    private TaskResult attemptOnce() throws InterruptedException {
        changes = 0;
        differences.clear();
        acceptance = Optional.empty();
        boolean runsInCheck = context.modes().runsInCheck(task);
        Optional<TaskResult> before =
                runsInCheck ? context.assumptions().results().end(taskKey) : Optional.empty();
        if (before.isPresent()) {
            return before.get();
        }
        TaskResult result;
        try {
            result = planAndApply();
        } catch (TaskFailure failure) {
            result = TaskResult.failure(failure, changes);
        }
        if (runsInCheck) {
            result = withAttempts(result, 1);
            context.assumptions().results().keep(taskKey, result);
        }
        return result;
    }

    private TaskResult planAndApply() throws TaskFailure, InterruptedException {
        TaskAttempt.Visibility visibility =
                new TaskAttempt.Visibility(false, isDiffShown(), task.options().noLog());
        Optional<TaskCredentials.AssumedCredentials> entered =
                context.services().credentials().of(task, scope());
        entered.ifPresent(as -> events.line("with " + as.words()));
        TaskAttempt.TimeLimits limits = new TaskAttempt.TimeLimits(
                task.timeout().map(context.clock().now()::plus),
                task.options().capacityTimeout().orElse(TaskAttempt.TimeLimits.REFUSED));
        TaskAttempt first = new TaskAttempt(taskKey, events, limits, visibility, entered);
        ExecutionMode mode = context.modes().of(task, first);
        TaskAttempt attempt = new TaskAttempt(
                taskKey,
                events,
                limits,
                new TaskAttempt.Visibility(mode.isPrediction(), visibility.showsDiff(), visibility.isHidden()),
                entered);
        Module module =
                context.services().modules().module(task.module().text()).orElseThrow();
        Scope scope = scope();
        ResolvedArgs args = ArgReader.read(task, module, scope);
        args.values().values().forEach(events.recorder().redaction()::addSecret);
        note(args);
        Plan plan = plan(
                module,
                args,
                new TaskPlanningContext(
                        mode.planningContext(), mode.executor().currentWorld(attempt), attempt, environment(scope)));
        plan.messages().forEach(events::line);
        hasChanges = !plan.changes().isEmpty();
        try {
            applyAll(plan, mode, attempt);
        } catch (TaskFailure failure) {
            Value.Fields left = resultOfFailure(plan, mode, attempt);
            if (!left.fields().isEmpty()) {
                changes++;
                acceptance = lastChange.map(
                        change -> () -> mode.changeRunner().acceptFailure(change, attempt, plan.result()));
            }
            return TaskResult.failure(failure, changes).withFields(left);
        }
        plan.variables()
                .forEach((name, value) ->
                        context.scopes().register(name, task.options().noLog() ? value.asSecret() : value));
        Value.Fields result = plan.result().apply(mode.executor().currentWorld(attempt));
        return TaskResult.success(changes, isJournaled ? mergeJournaledResult(result) : result)
                .withFlow(plan.flow());
    }

    private void note(ResolvedArgs args) {
        Value.Fields shown = new Value.Fields(task.options().noLog() ? Map.of() : args.values());
        events.recorder()
                .note(
                        LogDetail.TASK,
                        events,
                        task.position() + "  " + task.module().text() + " " + Json.write(shown));
    }

    private void applyAll(Plan plan, ExecutionMode mode, TaskAttempt attempt) throws TaskFailure, InterruptedException {
        for (Change change : plan.changes()) {
            checkDeadline(attempt);
            lastChange = Optional.of(change);
            ChangeRunner.ChangeEffect effect = mode.changeRunner().execute(change, attempt, plan.result());
            boolean done = effect.isMade();
            effect.differences().fields().forEach(this::recordDiff);
            changes += done && !mode.isPrediction() && !change.isWaitOnly() ? 1 : 0;
            isJournaled |=
                    !done && mode.executor().lastWorld(attempt).completed().contains(change.key());
        }
    }

    /** Merges several changes of one setting: its value before the first and after the last. */
    private void recordDiff(String setting, Value sides) {
        if (!(differences.get(setting) instanceof Value.Fields earlier) || !(sides instanceof Value.Fields later)) {
            differences.put(setting, sides);
            return;
        }
        Value before = earlier.get("before").orElseThrow();
        Value after = later.get("after").orElseThrow();
        if (before.equals(after)) {
            differences.remove(setting);
        } else {
            differences.put(setting, WorldDiff.beforeAndAfter(before, after));
        }
    }

    /** The exit code and output of a failed program. A failed AWS change has no result. */
    private Value.Fields resultOfFailure(Plan plan, ExecutionMode mode, TaskAttempt attempt) throws TaskFailure {
        boolean outside =
                plan.changes().stream().allMatch(change -> change.completionMode() == Change.CompletionMode.ONCE);
        Map<String, Value> known = new LinkedHashMap<>();
        if (outside) {
            World world = mode.executor().lastWorld(attempt);
            plan.result().apply(world).fields().forEach((name, value) -> {
                if (!(value instanceof Value.Unknown)) {
                    known.put(name, value);
                }
            });
        }
        return new Value.Fields(known);
    }

    private static Plan plan(Module module, ResolvedArgs args, TaskPlanningContext context)
            throws TaskFailure, InterruptedException {
        try {
            return module.plan(args, context);
        } catch (ModuleException e) {
            throw TaskFailure.of(e);
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
    }

    /** Adds what the task registered when its changes were made: skipped changes cannot produce it again. */
    private Value.Fields mergeJournaledResult(Value.Fields planned) {
        Value.Fields recorded = Optional.ofNullable(
                        context.journaled().results().get(taskKey.key()))
                .orElseGet(
                        () -> context.journaled().results().getOrDefault(plannedTask.id(), new Value.Fields(Map.of())));
        if (taskKey.item().isPresent()
                && recorded.get("results").orElse(new Value.Null()) instanceof Value.Items items
                && taskKey.item().getAsInt() < items.items().size()
                && items.items().get(taskKey.item().getAsInt()) instanceof Value.Fields ofItem) {
            recorded = ofItem;
        }
        Map<String, Value> merged = new LinkedHashMap<>(planned.fields());
        merged.putAll(recorded.fields());
        List.of("changed", "failed", "skipped", "item", "failed_when_result").forEach(merged::remove);
        return new Value.Fields(merged);
    }

    private void checkDeadline(TaskAttempt attempt) throws TaskFailure {
        if (attempt.deadline().filter(context.clock().now()::isAfter).isPresent()) {
            throw TaskFailure.failure(
                    "the task was not done within its timeout of "
                            + task.timeout().orElseThrow().toSeconds() + " seconds",
                    "operations that AWS has started continue; run the same command again: it continues here");
        }
    }

    private Map<String, String> environment(Scope scope) throws TaskFailure {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map.Entry<String, Template> variable : task.environment().entrySet()) {
            try {
                Value value = variable.getValue().evaluate(scope);
                events.recorder().redaction().addSecret(value);
                environment.put(
                        variable.getKey(), value instanceof Value.Secret secret ? secret.reveal() : value.show());
            } catch (ExpressionException e) {
                throw TaskFailure.of(e);
            }
        }
        return environment;
    }

    private Scope scope() {
        return scopeOf(item);
    }

    /** The scope for the conditions on a result: {@code result} and the registered name both refer to it. */
    private Scope scopeWith(Value.Fields result) {
        Map<String, Value> names = new LinkedHashMap<>(item);
        names.put("result", result);
        task.register().ifPresent(name -> names.put(name, result));
        return scopeOf(names);
    }

    private Scope scopeOf(Map<String, Value> names) {
        return context.scopes()
                .of(
                        plannedTask.play(),
                        task.vars(),
                        plannedTask.frame().with(names).names(),
                        task.position());
    }
}
