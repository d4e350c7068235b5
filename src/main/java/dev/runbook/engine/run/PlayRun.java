package dev.runbook.engine.run;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.Skip;
import dev.runbook.engine.record.Recorder;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.engine.task.Handlers;
import dev.runbook.engine.task.PlannedTask;
import dev.runbook.engine.task.TaskContext;
import dev.runbook.engine.task.TaskResult;
import dev.runbook.engine.task.TaskRun;
import dev.runbook.engine.task.VariableFrame;
import dev.runbook.expression.ExpressionException;
import dev.runbook.journal.Event;
import dev.runbook.modules.Plan;
import dev.runbook.runbook.Block;
import dev.runbook.runbook.Include;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.PlayPart;
import dev.runbook.runbook.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One play of one pair: its tasks, blocks and included files in order, and its handlers. For one use, on one thread. */
final class PlayRun {

    private final Play play;
    private final PlayContext playContext;
    private final TaskContext context;
    private final Recorder recorder;
    private final Handlers handlers;

    PlayRun(Play play, PlayContext playContext, TaskContext context, Recorder recorder) {
        this.play = play;
        this.playContext = playContext;
        this.context = context;
        this.recorder = recorder;
        this.handlers = new Handlers(play, playContext.selection().pendingHandlers());
    }

    FlowResult run() throws InterruptedException {
        FlowResult flow = FlowResult.proceed();
        for (int number = 0; number < play.parts().size() && flow.continues(); number++) {
            playContext.coordinator().awaitLockstep(play, pair(), number);
            flow = runPart(play.parts().get(number), VariableFrame.outermost());
        }
        if (flow.failure().isPresent()) {
            playContext.coordinator().skipAhead(play, pair(), play.parts().size());
            runHandlers(handlers.dueAfterFailure(), true);
            return flow;
        }
        playContext.coordinator().awaitLockstep(play, pair(), play.parts().size());
        FlowResult flowOfHandlers = runHandlers(play.handlers(), false);
        return flowOfHandlers.continues() ? flow : flowOfHandlers;
    }

    private FlowResult runPart(PlayPart part, VariableFrame frame) throws InterruptedException {
        if (part instanceof Block block) {
            return runBlock(block, frame);
        }
        return part instanceof Include include ? runInclude(include, frame) : runTask((Task) part, frame);
    }

    private FlowResult runParts(List<PlayPart> parts, VariableFrame frame) throws InterruptedException {
        FlowResult flow = FlowResult.proceed();
        for (int number = 0; number < parts.size() && flow.continues(); number++) {
            flow = runPart(parts.get(number), frame);
        }
        return flow;
    }

    /** Runs {@code always} whatever happens inside, an interrupt included, and shields it from interrupts. */
    private FlowResult runBlock(Block block, VariableFrame frame) throws InterruptedException {
        FlowResult inside;
        try {
            inside = runWithRescue(block, frame);
        } catch (InterruptedException e) {
            startOver(block, frame);
            runAlways(block, frame);
            throw e;
        }
        if (inside.failure().isPresent()) {
            startOver(block, frame);
        }
        FlowResult after = runAlways(block, frame);
        if (context.cancellation().stops()) {
            throw new InterruptedException("asked to stop");
        }
        return inside.continues() ? after : inside;
    }

    private FlowResult runWithRescue(Block block, VariableFrame frame) throws InterruptedException {
        FlowResult inside = runParts(block.parts(), frame);
        if (inside.failure().isPresent()) {
            context.abandonPlanOrder();
        }
        boolean taken = inside.failure()
                .filter(failure -> failure.kind() == TaskFailure.Kind.FAILED
                        && failure.origin().isPresent())
                .isPresent();
        if (!taken || block.rescue().isEmpty()) {
            return inside;
        }
        redo(block.rescue(), frame);
        redo(block.always(), frame);
        TaskFailure.Origin origin = inside.failure().get().origin().get();
        return runParts(
                block.rescue(), frame.with(Map.of("failed_task", origin.task(), "failed_result", origin.result())));
    }

    /** {@code always} may undo what the block did: a resumed run starts the block over. */
    private void startOver(Block block, VariableFrame frame) {
        context.abandonPlanOrder();
        redo(block.always(), frame);
        if (!block.always().isEmpty()) {
            Stream<Task> tasks = Stream.concat(block.parts().stream(), block.rescue().stream())
                    .flatMap(PlayPart::tasks);
            recorder.taskEvents(pair(), "")
                    .emit(new Event.BlockUndone(
                            frame.actual(),
                            tasks.map(task -> frame.keyPattern(task).task()).toList()));
        }
    }

    /** Makes these parts run again: their recorded changes belong to an earlier failure. */
    private void redo(List<PlayPart> parts, VariableFrame frame) {
        parts.stream()
                .flatMap(PlayPart::tasks)
                .map(frame::keyPattern)
                .forEach(context.modes().standard().executor()::forget);
    }

    private FlowResult runAlways(Block block, VariableFrame frame) throws InterruptedException {
        if (block.always().isEmpty()) {
            return FlowResult.proceed();
        }
        Cancellation.Uninterruptible protection = context.cancellation().uninterruptible();
        try {
            return runParts(block.always(), frame.always());
        } finally {
            protection.close();
        }
    }

    private FlowResult runInclude(Include include, VariableFrame frame) throws InterruptedException {
        try {
            return new IncludeRun(include, frame, context, play).each(this::runIncluded);
        } catch (ExpressionException e) {
            return FlowResult.failure(TaskFailure.of(e));
        }
    }

    /** Runs an included file once; if it is left out, skips each of its tasks, so that each is recorded. */
    private FlowResult runIncluded(Include include, VariableFrame frame, Optional<Skip> leftOut)
            throws InterruptedException {
        if (leftOut.isEmpty()) {
            return runParts(include.parts(), frame);
        }
        for (Task task : include.tasks()
                .filter(playContext.selection().selection()::includes)
                .toList()) {
            if (!task.placement().isOptional()) {
                TaskResult result = newTaskRun(task, frame).skip(place(task), leftOut.get());
                playContext.ledger().add(task.id(), frame.id(task), result);
            }
        }
        return FlowResult.proceed();
    }

    private FlowResult runTask(Task task, VariableFrame frame) throws InterruptedException {
        if (context.cancellation().stops()) {
            throw new InterruptedException("asked to stop");
        }
        if (task.placement().section() != Task.Section.HANDLERS
                && !playContext.selection().selection().includes(task)) {
            restore(task, frame);
            return FlowResult.proceed();
        }
        if (playContext.coordinator().isStopped() && !frame.tidying()) {
            return FlowResult.failure(TaskFailure.stoppedByOthers("stopped"));
        }
        TaskResult result = runCoordinated(task, frame);
        playContext.ledger().add(task.id(), frame.id(task), result);
        if (result.status() == TaskResult.ResultStatus.FAILED || result.status() == TaskResult.ResultStatus.RESCUED) {
            if (result.status() == TaskResult.ResultStatus.FAILED
                    && play.options().anyErrorsFatal()) {
                playContext.coordinator().stopAll();
            }
            return FlowResult.failure(result.failure().orElseThrow().from(task, frame.id(task), result.result()));
        }
        return result.flow() == Plan.Flow.RUN_HANDLERS
                ? runHandlers(play.handlers(), false)
                : result.flow() == Plan.Flow.END_PAIR ? FlowResult.end() : FlowResult.proceed();
    }

    /** Runs a {@code run_once} task for the first pair that reaches it; the others take its result. */
    private TaskResult runCoordinated(Task task, VariableFrame frame) throws InterruptedException {
        if (!task.options().runOnce()) {
            return runThrottled(task, frame);
        }
        String id = frame.id(task);
        Optional<TaskResult> done = playContext.coordinator().claimOnce(play, pair(), id);
        if (done.isPresent()) {
            return newTaskRun(task, frame).takeOver(place(task), done.get());
        }
        Optional<TaskResult> result = Optional.empty();
        try {
            result = Optional.of(runThrottled(task, frame));
        } finally {
            playContext.coordinator().completeOnce(id, result);
        }
        return result.get();
    }

    private TaskResult runThrottled(Task task, VariableFrame frame) throws InterruptedException {
        TaskRun run = newTaskRun(task, frame);
        if (task.options().throttle().isEmpty()) {
            return run.run(place(task));
        }
        String id = frame.id(task);
        playContext.coordinator().acquireThrottle(id, task.options().throttle().getAsInt());
        try {
            return run.run(place(task));
        } finally {
            playContext.coordinator().releaseThrottle(id);
        }
    }

    private TaskRun newTaskRun(Task task, VariableFrame frame) {
        TaskEvents events =
                recorder.taskEvents(pair(), frame.id(task), task.options().noLog());
        return new TaskRun(context, new PlannedTask(play, task, frame), handlers, events);
    }

    /** Runs the pending ones of these handlers, each once; a handler may notify another. */
    private FlowResult runHandlers(List<Task> due, boolean tidying) throws InterruptedException {
        VariableFrame frame = tidying ? VariableFrame.outermost().always() : VariableFrame.outermost();
        FlowResult flow = FlowResult.proceed();
        Map<String, Task> open = new LinkedHashMap<>();
        due.forEach(handler -> open.put(handler.id(), handler));
        Optional<Task> next = handlers.take(List.copyOf(open.values()));
        while (next.isPresent() && flow.continues()) {
            open.remove(next.get().id());
            flow = runTask(next.get(), frame);
            next = flow.continues() ? handlers.take(List.copyOf(open.values())) : Optional.empty();
        }
        return flow;
    }

    /** Restores the registered result of a task that is not selected now but ran earlier in this refresh. */
    private void restore(Task task, VariableFrame frame) {
        Optional.ofNullable(context.journaled().results().get(frame.id(task)))
                .ifPresent(result ->
                        task.register().ifPresent(name -> context.scopes().register(name, result)));
    }

    private Event.TaskStarted.TaskNumber place(Task task) {
        return new Event.TaskStarted.TaskNumber(
                playContext.numbers().getOrDefault(task.id(), 0),
                playContext.numbers().size());
    }

    private String pair() {
        return context.planningContext().refresh().pair();
    }
}
