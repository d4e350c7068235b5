package dev.runbook.engine;

import dev.runbook.expression.ExpressionException;
import dev.runbook.journal.Event;
import dev.runbook.modules.Plan;
import dev.runbook.runbook.Block;
import dev.runbook.runbook.Include;
import dev.runbook.runbook.Part;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One play of one pair: its tasks, blocks and included files in order, and its handlers. For one use, on one thread. */
final class PlayChain {

    /**
     * What the plays of a pair have in common.
     *
     * @param numbers of the tasks that are numbered on the screen, from 1, by their ids
     */
    record Way(PairChain.Route route, Map<String, Integer> numbers, Convoy convoy, Ledger ledger) {
        Way {
            numbers = Map.copyOf(numbers);
        }
    }

    private final Play play;
    private final Way way;
    private final TaskRun.Bench bench;
    private final Recorder recorder;
    private final Handlers handlers;

    PlayChain(Play play, Way way, TaskRun.Bench bench, Recorder recorder) {
        this.play = play;
        this.way = way;
        this.bench = bench;
        this.recorder = recorder;
        this.handlers = new Handlers(play, way.route().pending());
    }

    Passage run() throws InterruptedException {
        Passage passage = Passage.on();
        for (int number = 0; number < play.parts().size() && passage.goesOn(); number++) {
            way.convoy().keepStep(play, pair(), number);
            passage = part(play.parts().get(number), Frame.outermost());
        }
        if (passage.failure().isPresent()) {
            way.convoy().hurry(play, pair(), play.parts().size());
            flush(handlers.dueAfterFailure(), true);
            return passage;
        }
        way.convoy().keepStep(play, pair(), play.parts().size());
        Passage flushed = flush(play.handlers(), false);
        return flushed.goesOn() ? passage : flushed;
    }

    private Passage part(Part part, Frame frame) throws InterruptedException {
        if (part instanceof Block block) {
            return block(block, frame);
        }
        return part instanceof Include include ? include(include, frame) : task((Task) part, frame);
    }

    private Passage parts(List<Part> parts, Frame frame) throws InterruptedException {
        Passage passage = Passage.on();
        for (int number = 0; number < parts.size() && passage.goesOn(); number++) {
            passage = part(parts.get(number), frame);
        }
        return passage;
    }

    /** Whatever happens inside, an interruption too, what is in {@code always} is carried out and not disturbed. */
    private Passage block(Block block, Frame frame) throws InterruptedException {
        Passage inside;
        try {
            inside = rescued(block, frame);
        } catch (InterruptedException e) {
            undo(block, frame);
            always(block, frame);
            throw e;
        }
        if (inside.failure().isPresent()) {
            undo(block, frame);
        }
        Passage after = always(block, frame);
        if (bench.interruption().stops()) {
            throw new InterruptedException("asked to stop");
        }
        return inside.goesOn() ? after : inside;
    }

    private Passage rescued(Block block, Frame frame) throws InterruptedException {
        Passage inside = parts(block.parts(), frame);
        if (inside.failure().isPresent()) {
            bench.footings().usual().carrier().course().breakOff();
        }
        boolean taken = inside.failure()
                .filter(failure -> failure.kind() == TaskFailure.Kind.FAILED
                        && failure.origin().isPresent())
                .isPresent();
        if (!taken || block.rescue().isEmpty()) {
            return inside;
        }
        again(block.rescue(), frame);
        again(block.always(), frame);
        TaskFailure.Origin origin = inside.failure().get().origin().get();
        return parts(
                block.rescue(), frame.with(Map.of("failed_task", origin.task(), "failed_result", origin.result())));
    }

    /** What is in {@code always} may take back what the block has done: continued, the block begins from its start. */
    private void undo(Block block, Frame frame) {
        bench.footings().usual().carrier().course().breakOff();
        again(block.always(), frame);
        if (!block.always().isEmpty()) {
            Stream<Task> tasks = Stream.concat(block.parts().stream(), block.rescue().stream())
                    .flatMap(Part::tasks);
            recorder.voice(pair(), "")
                    .say(
                            Event.Kind.UNDONE,
                            Facts.of("passage", frame.actual())
                                    .with(
                                            "tasks",
                                            tasks.map(task -> frame.doings(task).task())
                                                    .toList()));
        }
    }

    /** What these parts have done before was for another occasion: they are carried out anew. */
    private void again(List<Part> parts, Frame frame) {
        parts.stream()
                .flatMap(Part::tasks)
                .map(frame::doings)
                .forEach(bench.footings().usual().hands()::forget);
    }

    private Passage always(Block block, Frame frame) throws InterruptedException {
        if (block.always().isEmpty()) {
            return Passage.on();
        }
        Interruption.Shelter shelter = bench.interruption().shelter();
        try {
            return parts(block.always(), frame.always());
        } finally {
            shelter.close();
        }
    }

    private Passage include(Include include, Frame frame) throws InterruptedException {
        try {
            return new IncludeRun(include, frame, bench, play).each(this::included);
        } catch (ExpressionException e) {
            return Passage.failed(TaskFailure.of(e));
        }
    }

    /** One passage through an included file; left out, its tasks are skipped one by one, so that each is accounted for. */
    private Passage included(Include include, Frame frame, Optional<String> leftOut) throws InterruptedException {
        if (leftOut.isEmpty()) {
            return parts(include.parts(), frame);
        }
        for (Task task :
                include.tasks().filter(way.route().selection()::includes).toList()) {
            if (!task.standing().optional()) {
                TaskEnd end = taskRun(task, frame).skip(place(task), leftOut.get());
                way.ledger().add(task.id(), frame.id(task), end);
            }
        }
        return Passage.on();
    }

    private Passage task(Task task, Frame frame) throws InterruptedException {
        if (bench.interruption().stops()) {
            throw new InterruptedException("asked to stop");
        }
        if (task.standing().section() != Task.Section.HANDLERS
                && !way.route().selection().includes(task)) {
            restore(task, frame);
            return Passage.on();
        }
        if (way.convoy().isHalted() && !frame.tidying()) {
            return Passage.failed(TaskFailure.halted("stopped"));
        }
        TaskEnd end =
                new Together(way.convoy(), play, pair()).carry(task, frame.id(task), taskRun(task, frame), place(task));
        way.ledger().add(task.id(), frame.id(task), end);
        if (end.status() == TaskEnd.Status.FAILED || end.status() == TaskEnd.Status.RESCUED) {
            if (end.status() == TaskEnd.Status.FAILED && play.conduct().anyErrorsFatal()) {
                way.convoy().halt();
            }
            return Passage.failed(end.failure().orElseThrow().from(task, frame.id(task), end.result()));
        }
        return end.flow() == Plan.Flow.RUN_HANDLERS
                ? flush(play.handlers(), false)
                : end.flow() == Plan.Flow.END_PAIR ? Passage.end() : Passage.on();
    }

    private TaskRun taskRun(Task task, Frame frame) {
        Voice voice = recorder.voice(pair(), frame.id(task), task.manner().noLog());
        return new TaskRun(bench, new TaskRun.Order(play, task, frame), handlers, voice);
    }

    /** Carries out what is pending of these, each once, though one may notify another. */
    private Passage flush(List<Task> due, boolean tidying) throws InterruptedException {
        Frame frame = tidying ? Frame.outermost().always() : Frame.outermost();
        Passage passage = Passage.on();
        Map<String, Task> open = new LinkedHashMap<>();
        due.forEach(handler -> open.put(handler.id(), handler));
        Optional<Task> next = handlers.take(List.copyOf(open.values()));
        while (next.isPresent() && passage.goesOn()) {
            open.remove(next.get().id());
            passage = task(next.get(), frame);
            next = passage.goesOn() ? handlers.take(List.copyOf(open.values())) : Optional.empty();
        }
        return passage;
    }

    /** A task left out may have been carried out before: what it registered is still good. */
    private void restore(Task task, Frame frame) {
        Optional.ofNullable(bench.results().get(frame.id(task)))
                .ifPresent(result ->
                        task.register().ifPresent(name -> bench.scopes().register(name, result)));
    }

    private Facts place(Task task) {
        return new Facts()
                .with("index", way.numbers().getOrDefault(task.id(), 0))
                .with("count", way.numbers().size());
    }

    private String pair() {
        return bench.sight().refresh().pair();
    }
}
