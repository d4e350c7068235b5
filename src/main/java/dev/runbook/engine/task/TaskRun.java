package dev.runbook.engine.task;

import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.Skip;
import dev.runbook.engine.change.TaskKey;
import dev.runbook.engine.change.TaskKeyPattern;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.journal.Event.TaskStarted;
import dev.runbook.journal.SkipReason;
import dev.runbook.journal.TaskSection;
import dev.runbook.modules.PlanningContext;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one task of one pair: loop, result, handlers to notify. The same in a check and in a run. */
public final class TaskRun {

    private final TaskContext context;
    private final PlannedTask plannedTask;
    private final Task task;
    private final Handlers handlers;
    private final TaskEvents events;
    private Optional<String> name = Optional.empty();

    public TaskRun(TaskContext context, PlannedTask plannedTask, Handlers handlers, TaskEvents events) {
        this.context = context;
        this.plannedTask = plannedTask;
        this.task = plannedTask.task();
        this.handlers = handlers;
        this.events = events;
    }

    /**
     * Runs the task.
     *
     * @param place of the task among those of the pair
     */
    public TaskResult run(TaskStarted.TaskNumber place) throws InterruptedException {
        Instant began = context.clock().now();
        emitStarted(place, Optional.empty());
        TaskResult result = execute(place);
        if (result.status() == TaskResult.ResultStatus.FAILED && isFailure(result)) {
            boolean rescued =
                    task.placement().hasRescue() && !task.resultConditions().ignoreErrors();
            result = task.resultConditions().ignoreErrors()
                    ? result.as(TaskResult.ResultStatus.IGNORED)
                    : rescued ? result.as(TaskResult.ResultStatus.RESCUED) : result;
        }
        return finish(result, began);
    }

    /** Skips the task. */
    public TaskResult skip(TaskStarted.TaskNumber place, Skip skip) {
        Instant began = context.clock().now();
        emitStarted(place, Optional.empty());
        return finish(TaskResult.skip(skip), began);
    }

    /** Takes the result of a {@code run_once} task that another pair ran. */
    public TaskResult takeOver(TaskStarted.TaskNumber place, TaskResult result) {
        Instant began = context.clock().now();
        emitStarted(place, Optional.empty());
        events.line("done once for all pairs");
        if (result.changes() > 0) {
            context.modes().standard().executor().noteProgramRun();
        }
        return finish(result.withoutChanges(), began);
    }

    private static boolean isFailure(TaskResult result) {
        return result.failure()
                .filter(failure -> failure.kind() == TaskFailure.Kind.FAILED)
                .isPresent();
    }

    private TaskResult execute(TaskStarted.TaskNumber place) throws InterruptedException {
        try {
            if (!context.services().approval().isWanted(context.pair(), title(place))) {
                return TaskResult.leaveOut();
            }
            return task.loop().isPresent()
                    ? runLoop(task.loop().get(), place)
                    : new ItemRun(context, plannedTask, TaskKey.of(plannedTask.id()), events).run(Map.of());
        } catch (ExpressionException e) {
            return TaskResult.failure(TaskFailure.of(e), 0);
        } catch (PortException e) {
            return TaskResult.failure(TaskFailure.of(e), 0);
        }
    }

    /** {@code 3/8 Mask}; handlers and rescue tasks have no number. */
    private String title(TaskStarted.TaskNumber place) {
        return (place.index() == 0 ? "" : place.index() + "/" + place.count() + " ") + name();
    }

    private TaskResult runLoop(Task.Loop loop, TaskStarted.TaskNumber place)
            throws ExpressionException, InterruptedException {
        Value items = loop.items().evaluate(scope(Map.of()));
        if (items instanceof Value.Unknown && context.purpose() != PlanningContext.Purpose.RUN) {
            events.line("the items are decided at run time");
            return TaskResult.success(0, new Value.Fields(Map.of("results", items)));
        }
        List<Value> list = LoopItems.list(loop, items);
        if (list.isEmpty()) {
            return TaskResult.skip(new Skip(SkipReason.NO_ITEMS, "no items in the list"));
        }
        List<TaskResult> itemResults = new ArrayList<>();
        for (int index = 0; index < list.size() && (loop.continueOnError() || !hasFailed(itemResults)); index++) {
            Map<String, Value> item = LoopItems.names(loop, list.get(index), index);
            emitStarted(place, Optional.of(label(loop, item)));
            TaskKey itemKey = TaskKey.of(plannedTask.id()).item(index);
            TaskResult result = new ItemRun(context, plannedTask, itemKey, events).run(item);
            itemResults.add(result.with("item", list.get(index)));
        }
        return mergeItems(itemResults);
    }

    private static TaskResult mergeItems(List<TaskResult> itemResults) {
        List<Value> results = new ArrayList<>();
        itemResults.forEach(result -> results.add(result.result()));
        Value all = new Value.Items(results);
        int changes = itemResults.stream().mapToInt(TaskResult::changes).sum();
        Optional<TaskFailure> failure = itemResults.stream()
                .flatMap(result -> result.failure().stream())
                .findFirst();
        if (failure.isPresent()) {
            return TaskResult.failure(failure.get(), changes).with("results", all);
        }
        if (itemResults.stream().allMatch(result -> result.status() == TaskResult.ResultStatus.SKIPPED)) {
            return TaskResult.skip(new Skip(SkipReason.ITEMS_SKIPPED, "every item was skipped"))
                    .with("results", all);
        }
        TaskResult merged = TaskResult.success(changes, new Value.Fields(Map.of("results", all)));
        boolean changed = itemResults.stream().anyMatch(result -> result.status() == TaskResult.ResultStatus.CHANGED);
        return merged.withChanged(changed)
                .withFlow(itemResults.get(itemResults.size() - 1).flow());
    }

    private static boolean hasFailed(List<TaskResult> itemResults) {
        return itemResults.stream().anyMatch(result -> result.failure().isPresent());
    }

    private String label(Task.Loop loop, Map<String, Value> item) throws ExpressionException {
        return loop.label().isPresent()
                ? loop.label().get().evaluate(scope(item)).show()
                : item.getOrDefault(loop.variable(), new Value.Null()).show();
    }

    private Scope scope(Map<String, Value> item) {
        return context.scopes()
                .of(
                        plannedTask.play(),
                        task.vars(),
                        plannedTask.frame().with(item).names(),
                        task.position());
    }

    private void emitStarted(TaskStarted.TaskNumber place, Optional<String> item) {
        events.emit(new TaskStarted(
                name(), task.module().text(), section(), task.position().toString(), place, item, false));
    }

    private TaskSection section() {
        return switch (task.placement().section()) {
            case TASKS -> TaskSection.TASKS;
            case HANDLERS -> TaskSection.HANDLERS;
            case RESCUE -> TaskSection.RESCUE;
            case ALWAYS -> TaskSection.ALWAYS;
        };
    }

    /** The evaluated name; the id if the name uses a value that is not known yet, such as an item. */
    private String name() {
        if (name.isEmpty()) {
            name = Optional.of(evaluatedName());
        }
        return name.get();
    }

    private String evaluatedName() {
        try {
            return task.name().evaluate(scope(Map.of())).show();
        } catch (ExpressionException e) {
            return plannedTask.id();
        }
    }

    /** Registers the result, notifies handlers and emits the end. It notifies first, so that a kill in between loses nothing. */
    private TaskResult finish(TaskResult result, Instant began) {
        TaskResult finalResult = task.options().noLog() ? result.with(result.concealedResult()) : result;
        events.recorder().redaction().addSecret(finalResult.result());
        Value.Fields tainted = events.recorder().redaction().taint(finalResult.result());
        task.register().ifPresent(name -> context.scopes().register(name, tainted));
        notifyHandlers(finalResult);
        events.emit(new Event.TaskEnded(
                finalResult.status().recordedStatus(),
                Duration.between(began, context.clock().now()),
                Optional.of(finalResult.message()).filter(message -> !message.isEmpty()),
                finalResult.changes(),
                finalResult.failure().map(TaskFailure::toRecord),
                new Event.TaskEnded.TaskFlags(
                        finalResult.status() == TaskResult.ResultStatus.LEFT_OUT,
                        task.options().runOnce(),
                        false),
                finalResult.result(),
                finalResult.skipReason()));
        return finalResult.with(tainted);
    }

    /** A change that an earlier run started counts as changed here: that run may have died before it notified. */
    private void notifyHandlers(TaskResult result) {
        boolean good = result.failure().isEmpty() && result.status() != TaskResult.ResultStatus.SKIPPED;
        boolean changed = result.status() == TaskResult.ResultStatus.CHANGED
                || (good
                        && context.journaled().unfinished().contains(plannedTask.id())
                        && task.resultConditions().changedWhen().isEmpty());
        if (changed) {
            task.notifications().stream()
                    .flatMap(word -> plannedTask.play().handlersOf(word.text()).stream())
                    .distinct()
                    .forEach(handler -> {
                        handlers.markNotified(handler);
                        context.modes().standard().executor().forget(new TaskKeyPattern("", handler.id()));
                        events.emit(new Event.HandlerNotified(handler.id()));
                    });
        }
    }
}
