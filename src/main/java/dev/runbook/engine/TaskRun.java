package dev.runbook.engine;

import dev.runbook.expression.Expression;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Plan;
import dev.runbook.port.Approval;
import dev.runbook.port.Clock;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Works on one task of one pair: conditions, loop, attempts, plan, changes, result. The same in a check and in a run. */
final class TaskRun {

    /** What every task of a pair is worked on with. */
    record Bench(
            Modules modules,
            Carrier carrier,
            Hands hands,
            TaskView.PairSight sight,
            Scopes scopes,
            Clock clock,
            Patience patience,
            Map<String, Value.Fields> results,
            Interruption interruption,
            Approval approval) {
        Bench {
            results = Map.copyOf(results);
        }
    }

    private final Bench bench;
    private final Play play;
    private final Task task;
    private final Voice voice;
    private int changes;

    TaskRun(Bench bench, Play play, Task task, Voice voice) {
        this.bench = bench;
        this.play = play;
        this.task = task;
        this.voice = voice;
    }

    /** @param place {@code index} and {@code count} of the task among those of the pair */
    TaskEnd run(Facts place) throws InterruptedException {
        Instant began = bench.clock().now();
        started(place, Optional.empty());
        TaskEnd end = end(place);
        boolean ignored = task.verdict().ignoreErrors()
                && end.failure()
                        .filter(failure -> failure.kind() == TaskFailure.Kind.FAILED)
                        .isPresent();
        TaskEnd last = ignored ? end.ignored() : end;
        task.register().ifPresent(name -> bench.scopes().register(name, last.result()));
        ended(last, began);
        return last;
    }

    private TaskEnd end(Facts place) throws InterruptedException {
        try {
            if (!bench.approval().wanted(bench.sight().refresh().pair(), title(place))) {
                return TaskEnd.leftOut();
            }
            return task.loop().isPresent() ? loop(task.loop().get(), place) : once(TaskPlace.of(task.id()), Map.of());
        } catch (ExpressionException e) {
            return TaskEnd.failed(TaskFailure.of(e), changes);
        } catch (PortException e) {
            return TaskEnd.failed(TaskFailure.of(e), changes);
        }
    }

    private String title(Facts place) {
        Value.Fields fields = place.fields();
        return fields.get("index").map(Value::show).orElse("") + "/"
                + fields.get("count").map(Value::show).orElse("") + " " + name();
    }

    private TaskEnd loop(Task.Loop loop, Facts place) throws ExpressionException, InterruptedException {
        Value items = loop.items().evaluate(scope(Map.of()));
        if (items instanceof Value.Unknown) {
            voice.line("the items are decided at run time");
            return TaskEnd.did(0, new Value.Fields(Map.of("results", items)));
        }
        if (!(items instanceof Value.Items list)) {
            String hint = "give 'loop' a list; a mapping becomes one with '| dict2items'";
            throw new ExpressionException(new dev.runbook.yaml.Problem(
                    "loop-not-list", loop.items().position(), "'loop' is " + items.kind() + ", not a list", hint));
        }
        if (list.items().isEmpty()) {
            return TaskEnd.skipped("no items in the list");
        }
        List<TaskEnd> ends = new ArrayList<>();
        for (int index = 0; index < list.items().size() && !hasFailed(ends); index++) {
            Map<String, Value> item = item(loop, list.items().get(index), index);
            started(place, Optional.of(label(loop, item)));
            TaskEnd end = once(TaskPlace.of(task.id()).item(index), item);
            ends.add(end.with("item", list.items().get(index)));
        }
        return together(ends);
    }

    private TaskEnd together(List<TaskEnd> ends) {
        List<Value> results = new ArrayList<>();
        ends.forEach(end -> results.add(end.result()));
        Value.Fields all = new Value.Fields(Map.of("results", new Value.Items(results)));
        TaskEnd last = ends.get(ends.size() - 1);
        if (last.failure().isPresent()) {
            return TaskEnd.failed(last.failure().get(), changes).with("results", new Value.Items(results));
        }
        boolean skipped = ends.stream().allMatch(end -> end.status() == TaskEnd.Status.SKIPPED);
        return skipped
                ? TaskEnd.skipped("every item was skipped").with("results", new Value.Items(results))
                : TaskEnd.did(changes, all);
    }

    /** The task without its loop; whatever goes wrong is in the answer. */
    private TaskEnd once(TaskPlace place, Map<String, Value> item) throws ExpressionException, InterruptedException {
        Scope scope = scope(item);
        for (Expression condition : task.when()) {
            Value outcome = condition.test(scope);
            if (outcome instanceof Value.Unknown) {
                voice.line("when " + condition + ": decided at run time");
            } else if (outcome.equals(new Value.Bool(false))) {
                return TaskEnd.skipped("when " + condition + " is false");
            }
        }
        return attempts(place, item);
    }

    private TaskEnd attempts(TaskPlace place, Map<String, Value> item) throws InterruptedException {
        int attemptsMax = task.retry().map(Task.Retry::attemptsMax).orElse(1);
        for (int attempt = 1; ; attempt++) {
            try {
                return carried(place, item);
            } catch (TaskFailure failure) {
                if (bench.interruption().exit().isPresent()) {
                    // Whatever broke, broke because the run was to stop, which is no failure of the task.
                    throw new InterruptedException(failure.message());
                }
                boolean again = attempt < attemptsMax
                        && failure.kind() == TaskFailure.Kind.FAILED
                        && bench.sight().purpose() == dev.runbook.modules.View.Purpose.RUN;
                if (!again) {
                    return TaskEnd.failed(failure, changes);
                }
                Duration delay = delay(task.retry().get(), attempt);
                voice.say(
                        Event.Kind.RETRY,
                        Facts.of("reason", failure.message())
                                .with("attempt", attempt)
                                .with("attempts_max", attemptsMax)
                                .with("delay_seconds", delay));
                bench.clock().sleep(delay);
            }
        }
    }

    private TaskEnd carried(TaskPlace place, Map<String, Value> item) throws TaskFailure, InterruptedException {
        Turn turn = new Turn(place, voice, task.timeout().map(bench.clock().now()::plus));
        Module module = bench.modules().module(task.module().text()).orElseThrow();
        Scope scope = scope(item);
        ResolvedArgs args = ArgReader.read(task, module, scope);
        args.values().values().forEach(voice.recorder().redaction()::keep);
        Plan plan =
                plan(module, args, new TaskView(bench.sight(), bench.hands().world(turn), turn, environment(scope)));
        plan.messages().forEach(voice::line);
        int before = changes;
        boolean remembered = false;
        for (Change change : plan.changes()) {
            inTime(turn);
            boolean done = bench.carrier().carry(change, turn);
            changes += done ? 1 : 0;
            remembered |= !done && change.settling() == Change.Settling.ONCE;
        }
        plan.variables().forEach(bench.scopes()::register);
        Value.Fields result = plan.result().apply(bench.hands().world(turn));
        return TaskEnd.did(changes - before, remembered ? restored(place, result) : result);
    }

    private static Plan plan(Module module, ResolvedArgs args, TaskView view) throws TaskFailure, InterruptedException {
        try {
            return module.plan(args, view);
        } catch (ModuleException e) {
            throw TaskFailure.of(e);
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
    }

    /** What the task registered when its changes were made: they are not made again, so it cannot be found out anew. */
    private Value.Fields restored(TaskPlace place, Value.Fields planned) {
        Value.Fields recorded = bench.results().getOrDefault(task.id(), new Value.Fields(Map.of()));
        if (place.item().isPresent()
                && recorded.get("results").orElse(new Value.Null()) instanceof Value.Items items
                && place.item().getAsInt() < items.items().size()
                && items.items().get(place.item().getAsInt()) instanceof Value.Fields ofItem) {
            recorded = ofItem;
        }
        Map<String, Value> merged = new LinkedHashMap<>(planned.fields());
        merged.putAll(recorded.fields());
        List.of("changed", "failed", "skipped", "item").forEach(merged::remove);
        return new Value.Fields(merged);
    }

    private void inTime(Turn turn) throws TaskFailure {
        if (turn.deadline().filter(bench.clock().now()::isAfter).isPresent()) {
            throw TaskFailure.failed(
                    "the task was not done within its timeout of "
                            + task.timeout().get().toSeconds() + " seconds",
                    "what AWS has begun goes on; run the same command again: it continues here");
        }
    }

    private Map<String, String> environment(Scope scope) throws TaskFailure {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map.Entry<String, Template> variable : task.environment().entrySet()) {
            try {
                Value value = variable.getValue().evaluate(scope);
                voice.recorder().redaction().keep(value);
                environment.put(
                        variable.getKey(), value instanceof Value.Secret secret ? secret.reveal() : value.show());
            } catch (ExpressionException e) {
                throw TaskFailure.of(e);
            }
        }
        return environment;
    }

    private Duration delay(Task.Retry retry, int attempt) {
        Duration delay = retry.backoff() == Task.Backoff.EXPONENTIAL
                ? retry.delay().multipliedBy(1L << Math.min(attempt - 1, 10))
                : retry.delay();
        return bench.patience().jittered(delay);
    }

    private Scope scope(Map<String, Value> item) {
        return bench.scopes().of(play, task, item);
    }

    private static Map<String, Value> item(Task.Loop loop, Value item, int index) {
        Map<String, Value> variables = new LinkedHashMap<>();
        variables.put(loop.variable(), item);
        loop.index().ifPresent(name -> variables.put(name, new Value.Whole(index)));
        return variables;
    }

    private String label(Task.Loop loop, Map<String, Value> item) throws ExpressionException {
        return loop.label().isPresent()
                ? loop.label().get().evaluate(scope(item)).show()
                : item.getOrDefault(loop.variable(), new Value.Null()).show();
    }

    private static boolean hasFailed(List<TaskEnd> ends) {
        return ends.stream().anyMatch(end -> end.failure().isPresent());
    }

    private void started(Facts place, Optional<String> item) {
        Facts facts = new Facts()
                .with("name", name())
                .with("module", task.module().text())
                .with("place", task.position().toString());
        place.fields().fields().forEach(facts::with);
        item.ifPresent(label -> facts.with("item", label));
        voice.say(Event.Kind.TASK_STARTED, facts);
    }

    /** The name as evaluated; as written when that needs what is not known yet, such as an item. */
    private String name() {
        try {
            return task.name().evaluate(scope(Map.of())).show();
        } catch (ExpressionException e) {
            return task.id();
        }
    }

    private void ended(TaskEnd end, Instant began) {
        Facts facts = Facts.of("status", end.status().word())
                .with("seconds", Duration.between(began, bench.clock().now()))
                .with("message", end.message())
                .with("changes", end.changes());
        end.failure().ifPresent(failure -> {
            facts.with("advice", failure.advice());
            failure.position().ifPresent(position -> facts.with("place", position.toString()));
            facts.with(
                    "problems",
                    failure.problems().stream()
                            .map(problem -> problem.position() + ": " + problem.summary()
                                    + (problem.hint().isEmpty() ? "" : " (" + problem.hint() + ")"))
                            .toList());
            facts.with("refused", failure.kind() == TaskFailure.Kind.REFUSED);
        });
        if (end.status() == TaskEnd.Status.LEFT_OUT) {
            facts.with("left_out", true);
        }
        voice.say(Event.Kind.TASK_ENDED, facts.with("result", end.result()));
    }
}
