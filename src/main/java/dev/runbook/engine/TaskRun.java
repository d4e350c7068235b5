package dev.runbook.engine;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.modules.PlanningContext;
import dev.runbook.port.Approval;
import dev.runbook.port.Clock;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Works on one task of one pair: loop, result, handlers to notify. The same in a check and in a run. */
final class TaskRun {

    /**
     * What every task of a pair is worked on with.
     *
     * @param results what tasks of this refresh have registered before, by their ids
     * @param begun the tasks that an earlier run of this refresh began to carry out and did not end
     * @param diff whether differences are shown when a task does not say
     */
    record Bench(
            Modules modules,
            Footings footings,
            Scopes scopes,
            Clock clock,
            RandomGenerator random,
            Map<String, Value.Fields> results,
            Set<String> begun,
            Probes probes,
            boolean diff,
            Interruption interruption,
            Approval approval,
            Decisions decisions,
            Entrance entrance) {
        Bench {
            results = Map.copyOf(results);
            begun = Set.copyOf(begun);
        }

        TaskView.PairSight sight() {
            return footings.usual().sight();
        }

        PlanningContext.Purpose purpose() {
            return sight().purpose();
        }

        /** Decides the conditions of a place, without a word about it. */
        Conditions conditions(String place) {
            return new Conditions(place, decisions, purpose(), text -> {});
        }
    }

    /** A task with where it stands. */
    record Order(Play play, Task task, Frame frame) {

        String id() {
            return frame.id(task);
        }
    }

    private final Bench bench;
    private final Order order;
    private final Task task;
    private final Handlers handlers;
    private final Voice voice;
    private Optional<String> name = Optional.empty();

    TaskRun(Bench bench, Order order, Handlers handlers, Voice voice) {
        this.bench = bench;
        this.order = order;
        this.task = order.task();
        this.handlers = handlers;
        this.voice = voice;
    }

    /** @param place {@code index} and {@code count} of the task among those of the pair */
    TaskEnd run(Facts place) throws InterruptedException {
        Instant began = bench.clock().now();
        started(place, Optional.empty());
        TaskEnd end = end(place);
        if (end.status() == TaskEnd.Status.FAILED && isFailure(end)) {
            boolean rescued = task.standing().rescued() && !task.verdict().ignoreErrors();
            end = task.verdict().ignoreErrors()
                    ? end.as(TaskEnd.Status.IGNORED)
                    : rescued ? end.as(TaskEnd.Status.RESCUED) : end;
        }
        return ended(end, began);
    }

    /** Leaves the task out. */
    TaskEnd skip(Facts place, String reason) {
        Instant began = bench.clock().now();
        started(place, Optional.empty());
        return ended(TaskEnd.skipped(reason), began);
    }

    /** Takes over how the task has ended that another pair has done for all. */
    TaskEnd take(Facts place, TaskEnd end) {
        Instant began = bench.clock().now();
        started(place, Optional.empty());
        voice.line("done once for all pairs");
        if (end.changes() > 0) {
            bench.footings().usual().hands().programRan();
        }
        return ended(end.takenOver(), began);
    }

    private static boolean isFailure(TaskEnd end) {
        return end.failure()
                .filter(failure -> failure.kind() == TaskFailure.Kind.FAILED)
                .isPresent();
    }

    private TaskEnd end(Facts place) throws InterruptedException {
        try {
            if (!bench.approval().wanted(bench.sight().refresh().pair(), title(place))) {
                return TaskEnd.leftOut();
            }
            return task.loop().isPresent()
                    ? loop(task.loop().get(), place)
                    : new ItemRun(bench, order, TaskPlace.of(order.id()), voice).run(Map.of());
        } catch (ExpressionException e) {
            return TaskEnd.failed(TaskFailure.of(e), 0);
        } catch (PortException e) {
            return TaskEnd.failed(TaskFailure.of(e), 0);
        }
    }

    /** {@code 3/8 Mask}; a handler and a task of a rescue have no number. */
    private String title(Facts place) {
        Value.Fields numbers = place.fields();
        String index = numbers.get("index").map(Value::show).orElse("0");
        String count = numbers.get("count").map(Value::show).orElse("0");
        return (index.equals("0") ? "" : index + "/" + count + " ") + name();
    }

    private TaskEnd loop(Task.Loop loop, Facts place) throws ExpressionException, InterruptedException {
        Value items = loop.items().evaluate(scope(Map.of()));
        if (items instanceof Value.Unknown && bench.purpose() != PlanningContext.Purpose.RUN) {
            voice.line("the items are decided at run time");
            return TaskEnd.did(0, new Value.Fields(Map.of("results", items)));
        }
        List<Value> list = Loops.list(loop, items);
        if (list.isEmpty()) {
            return TaskEnd.skipped("no items in the list");
        }
        List<TaskEnd> ends = new ArrayList<>();
        for (int index = 0; index < list.size() && (loop.goesOn() || !hasFailed(ends)); index++) {
            Map<String, Value> item = Loops.names(loop, list.get(index), index);
            started(place, Optional.of(label(loop, item)));
            TaskPlace itemPlace = TaskPlace.of(order.id()).item(index);
            TaskEnd end = new ItemRun(bench, order, itemPlace, voice).run(item);
            ends.add(end.with("item", list.get(index)));
        }
        return together(ends);
    }

    private static TaskEnd together(List<TaskEnd> ends) {
        List<Value> results = new ArrayList<>();
        ends.forEach(end -> results.add(end.result()));
        Value all = new Value.Items(results);
        int changes = ends.stream().mapToInt(TaskEnd::changes).sum();
        Optional<TaskFailure> failure =
                ends.stream().flatMap(end -> end.failure().stream()).findFirst();
        if (failure.isPresent()) {
            return TaskEnd.failed(failure.get(), changes).with("results", all);
        }
        if (ends.stream().allMatch(end -> end.status() == TaskEnd.Status.SKIPPED)) {
            return TaskEnd.skipped("every item was skipped").with("results", all);
        }
        TaskEnd did = TaskEnd.did(changes, new Value.Fields(Map.of("results", all)));
        boolean changed = ends.stream().anyMatch(end -> end.status() == TaskEnd.Status.CHANGED);
        return did.changed(changed).leading(ends.get(ends.size() - 1).flow());
    }

    private static boolean hasFailed(List<TaskEnd> ends) {
        return ends.stream().anyMatch(end -> end.failure().isPresent());
    }

    private String label(Task.Loop loop, Map<String, Value> item) throws ExpressionException {
        return loop.label().isPresent()
                ? loop.label().get().evaluate(scope(item)).show()
                : item.getOrDefault(loop.variable(), new Value.Null()).show();
    }

    private Scope scope(Map<String, Value> item) {
        return bench.scopes()
                .of(order.play(), task.vars(), order.frame().with(item).names(), task.position());
    }

    private void started(Facts place, Optional<String> item) {
        Facts facts = new Facts()
                .with("name", name())
                .with("module", task.module().text())
                .with("section", section())
                .with("place", task.position().toString());
        place.fields().fields().forEach(facts::with);
        item.ifPresent(label -> facts.with("item", label));
        voice.say(Event.Kind.TASK_STARTED, facts);
    }

    private String section() {
        return switch (task.standing().section()) {
            case TASKS -> "";
            case HANDLERS -> "handler";
            case RESCUE, ALWAYS -> task.standing().section().name().toLowerCase(Locale.ROOT);
        };
    }

    /** The name as evaluated; as written when that needs what is not known yet, such as an item. */
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
            return order.id();
        }
    }

    /** Registers, notifies, and says how the task has ended. Notified first: a kill in between loses nothing. */
    private TaskEnd ended(TaskEnd end, Instant began) {
        TaskEnd told = task.manner().noLog() ? end.with(end.concealed()) : end;
        voice.recorder().redaction().keep(told.result());
        Value.Fields tainted = voice.recorder().redaction().tainted(told.result());
        task.register().ifPresent(name -> bench.scopes().register(name, tainted));
        announce(told);
        Facts facts = Facts.of("status", told.status().word())
                .with("seconds", Duration.between(began, bench.clock().now()))
                .with("message", told.message())
                .with("changes", told.changes());
        told.failure().ifPresent(failure -> failed(failure, facts));
        if (told.status() == TaskEnd.Status.LEFT_OUT) {
            facts.with("left_out", true);
        }
        if (task.manner().runOnce()) {
            facts.with("once", true);
        }
        voice.say(Event.Kind.TASK_ENDED, facts.with("result", told.result()));
        return told.with(tainted);
    }

    /** What an earlier run began to change counts as changed here: whether that run has arrived at telling it is not known. */
    private void announce(TaskEnd end) {
        boolean good = end.failure().isEmpty() && end.status() != TaskEnd.Status.SKIPPED;
        boolean changed = end.status() == TaskEnd.Status.CHANGED
                || (good
                        && bench.begun().contains(order.id())
                        && task.verdict().changedWhen().isEmpty());
        if (changed) {
            task.announces().stream()
                    .flatMap(word -> order.play().handlersOf(word.text()).stream())
                    .distinct()
                    .forEach(handler -> {
                        handlers.notified(handler);
                        bench.footings().usual().hands().forget(new Doings("", handler.id()));
                        voice.say(Event.Kind.NOTIFIED, Facts.of("handler", handler.id()));
                    });
        }
    }

    private static void failed(TaskFailure failure, Facts facts) {
        facts.with("advice", failure.advice());
        failure.position().ifPresent(position -> facts.with("place", position.toString()));
        facts.with(
                "problems",
                failure.problems().stream()
                        .map(problem -> problem.position() + ": " + problem.summary()
                                + (problem.hint().isEmpty() ? "" : " (" + problem.hint() + ")"))
                        .toList());
        facts.with("refused", failure.kind() == TaskFailure.Kind.REFUSED);
    }
}
