package dev.runbook.engine;

import dev.runbook.expression.Expression;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Json;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.log.Detail;
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

/** Works on a task without a loop, or on one item of it: conditions, attempts, plan, changes. For one use. */
final class ItemRun {

    private final TaskRun.Bench bench;
    private final TaskRun.Order order;
    private final Task task;
    private final TaskPlace place;
    private final Voice voice;
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Map<String, Value> differences = new LinkedHashMap<>();
    private Map<String, Value> item = Map.of();
    private int changes;
    private boolean remembered;
    private boolean acts;
    private Optional<Change> underWay = Optional.empty();
    private Optional<Acceptance> acceptance = Optional.empty();

    /** Takes the program that has failed for done. */
    private interface Acceptance {
        void give() throws TaskFailure;
    }

    ItemRun(TaskRun.Bench bench, TaskRun.Order order, TaskPlace place, Voice voice) {
        this.bench = bench;
        this.order = order;
        this.task = order.task();
        this.place = place;
        this.voice = voice.heardBy(warnings::add);
    }

    /** Whatever goes wrong is in the answer. */
    TaskEnd run(Map<String, Value> names) throws InterruptedException {
        item = names;
        try {
            Conditions conditions = new Conditions(place.key(), bench.decisions(), bench.purpose(), voice::line);
            boolean open = false;
            for (Expression condition : task.when()) {
                open |= Conditions.isOpen(condition, scope());
                if (!conditions.holds(condition, scope())) {
                    return TaskEnd.skipped("when " + condition + " is false");
                }
            }
            return open ? perhaps(attempts()) : attempts();
        } catch (ExpressionException e) {
            return TaskEnd.failed(TaskFailure.of(e), changes);
        }
    }

    /** A check cannot say that a task fails, or ends the pair, of which only a run knows whether it is carried out. */
    private TaskEnd perhaps(TaskEnd end) {
        boolean fails = end.failure()
                .filter(failure -> failure.kind() == TaskFailure.Kind.FAILED)
                .isPresent();
        if (fails) {
            voice.line("if it is carried out, it fails: " + end.message());
            return told(TaskEnd.did(end.changes(), new Value.Fields(Map.of())), 1);
        }
        if (end.flow() == Plan.Flow.END_PAIR) {
            voice.line("if it is carried out, the pair ends here");
            return end.leading(Plan.Flow.CONTINUE);
        }
        return end;
    }

    private TaskEnd attempts() throws InterruptedException {
        int attemptsMax = task.retry().map(Task.Retry::attemptsMax).orElse(1);
        Set<String> codes = task.retry().map(Task.Retry::on).orElse(Set.of());
        int attempt = 1;
        while (true) {
            remembered = false;
            Verdict.Judged judged = judged(told(attempted(), attempt));
            boolean failed = judged.end().status() == TaskEnd.Status.FAILED;
            if (!failed && judged.unmet().isEmpty() && !isLost(judged.end())) {
                return accepted(judged.end());
            }
            if (bench.interruption().stops()) {
                // Whatever broke, broke because the run was to stop, which is no failure of the task.
                throw new InterruptedException(judged.end().message());
            }
            if (remembered) {
                bench.footings().usual().hands().forget(place);
                continue;
            }
            boolean again =
                    attempt < attemptsMax && bench.purpose() == PlanningContext.Purpose.RUN && judged.mayRetry(codes);
            if (!again) {
                return bench.purpose() == PlanningContext.Purpose.RUN ? judged.end(attempt) : judged.end();
            }
            pause(task.retry().orElseThrow(), attempt, judged);
            attempt++;
        }
    }

    private TaskEnd accepted(TaskEnd end) {
        try {
            if (acceptance.isPresent()) {
                acceptance.get().give();
            }
            return end;
        } catch (TaskFailure failure) {
            return TaskEnd.failed(failure, changes);
        }
    }

    /** The same, with how it came about, as far as a check can know it. A count that the module has made itself stays. */
    private TaskEnd told(TaskEnd end, int attempt) {
        boolean run = bench.purpose() == PlanningContext.Purpose.RUN;
        Value attempts = run || task.retry().isEmpty() ? new Value.Whole(attempt) : new Value.Unknown("attempts");
        List<Value> heard = warnings.stream().<Value>map(Value.Text::new).toList();
        Value warned = run || !acts ? new Value.Items(heard) : new Value.Unknown("warnings");
        TaskEnd told = end.with("attempts", end.result().get("attempts").orElse(attempts))
                .with("warnings", end.result().get("warnings").orElse(warned));
        return isDiffShown() ? told.with("diff", new Value.Fields(differences)) : told;
    }

    private boolean isDiffShown() {
        return task.manner().diff().orElse(bench.diff());
    }

    /** Whether what later tasks want to know of this one was secret, so that no journal tells it: then it is done again. */
    private boolean isLost(TaskEnd end) {
        boolean unknown = end.result().fields().values().stream().anyMatch(Value.Unknown.class::isInstance);
        return remembered && task.register().isPresent() && unknown && bench.purpose() == PlanningContext.Purpose.RUN;
    }

    private void pause(Task.Retry retry, int attempt, Verdict.Judged judged) throws InterruptedException {
        Duration delay = retry.backoff() == Task.Backoff.EXPONENTIAL
                ? retry.delay().multipliedBy(1L << Math.min(attempt - 1, 10))
                : retry.delay();
        Duration jittered = RetryPolicy.jitter(delay, bench.random());
        boolean anew = !retry.until().isEmpty() || !task.verdict().failedWhen().isEmpty();
        Facts facts = Facts.of("reason", judged.reason())
                .with("attempt", attempt)
                .with("attempts_max", retry.attemptsMax())
                .with("delay_seconds", jittered)
                .with("anew", anew);
        place.item().ifPresent(index -> facts.with("item", index));
        voice.say(Event.Kind.RETRY, facts);
        if (anew) {
            bench.footings().usual().hands().forget(place);
        }
        bench.clock().sleep(jittered);
    }

    private Verdict.Judged judged(TaskEnd end) {
        Verdict verdict = new Verdict(task, bench.purpose(), voice);
        try {
            return verdict.judge(end, scopeWith(end.result()));
        } catch (ExpressionException e) {
            // What is remembered may lack what was secret: then it is done again. And what failed may have left nothing
            // to judge: then it counts why it failed.
            TaskEnd failed = end.failure().isPresent() ? end : TaskEnd.failed(TaskFailure.of(e), changes);
            return new Verdict.Judged(failed, Optional.empty());
        }
    }

    /** A check that looks at several ways of the runbook carries out only once what it carries out at all. */
    private TaskEnd attempted() throws InterruptedException {
        changes = 0;
        differences.clear();
        acceptance = Optional.empty();
        if (!bench.footings().isProbe(task)) {
            return carriedOut();
        }
        Optional<TaskEnd> before = bench.probes().end(place);
        TaskEnd end = before.isPresent() ? before.get() : told(carriedOut(), 1);
        bench.probes().keep(place, end);
        return end;
    }

    private TaskEnd carriedOut() throws InterruptedException {
        try {
            return carried();
        } catch (TaskFailure failure) {
            return TaskEnd.failed(failure, changes);
        }
    }

    private TaskEnd carried() throws TaskFailure, InterruptedException {
        Turn.Showing showing =
                new Turn.Showing(false, isDiffShown(), task.manner().noLog());
        Optional<Entrance.Entered> entered = bench.entrance().of(task, scope());
        entered.ifPresent(as -> voice.line("with " + as.words()));
        Turn.Limits limits = new Turn.Limits(
                task.timeout().map(bench.clock().now()::plus),
                task.manner().capacityTimeout().orElse(Turn.Limits.REFUSED));
        Turn first = new Turn(place, voice, limits, showing, entered);
        Footing footing = bench.footings().of(task, first);
        Turn turn = new Turn(
                place, voice, limits, new Turn.Showing(footing.dry(), showing.diff(), showing.hidden()), entered);
        Module module = bench.modules().module(task.module().text()).orElseThrow();
        Scope scope = scope();
        ResolvedArgs args = ArgReader.read(task, module, scope);
        args.values().values().forEach(voice.recorder().redaction()::keep);
        note(args);
        Plan plan = plan(
                module, args, new TaskView(footing.sight(), footing.hands().world(turn), turn, environment(scope)));
        plan.messages().forEach(voice::line);
        acts = !plan.changes().isEmpty();
        try {
            carry(plan, footing, turn);
        } catch (TaskFailure failure) {
            Value.Fields left = outcome(plan, footing, turn);
            if (!left.fields().isEmpty()) {
                changes++;
                acceptance = underWay.map(change -> () -> footing.carrier().accept(change, turn, plan.result()));
            }
            return TaskEnd.failed(failure, changes).withMore(left);
        }
        plan.variables()
                .forEach((name, value) ->
                        bench.scopes().register(name, task.manner().noLog() ? value.concealed() : value));
        Value.Fields result = plan.result().apply(footing.hands().world(turn));
        return TaskEnd.did(changes, remembered ? restored(result) : result).leading(plan.flow());
    }

    private void note(ResolvedArgs args) {
        Value.Fields shown = new Value.Fields(task.manner().noLog() ? Map.of() : args.values());
        voice.recorder()
                .note(Detail.TASK, voice, task.position() + "  " + task.module().text() + " " + Json.write(shown));
    }

    private void carry(Plan plan, Footing footing, Turn turn) throws TaskFailure, InterruptedException {
        for (Change change : plan.changes()) {
            inTime(turn);
            underWay = Optional.of(change);
            Carrier.Carried carried = footing.carrier().carry(change, turn, plan.result());
            boolean done = carried.made();
            carried.differences().fields().forEach(this::differs);
            changes += done && !footing.dry() && !change.isWaitOnly() ? 1 : 0;
            remembered |= !done && footing.hands().seen(turn).completed().contains(change.key());
        }
    }

    /** Of several changes of a setting, what it was before all of them and what it is after. */
    private void differs(String setting, Value sides) {
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

    /** What a failed program has left: its exit code and its words. Changes of AWS that failed leave nothing to tell. */
    private Value.Fields outcome(Plan plan, Footing footing, Turn turn) throws TaskFailure {
        boolean outside =
                plan.changes().stream().allMatch(change -> change.completionMode() == Change.CompletionMode.ONCE);
        Map<String, Value> known = new LinkedHashMap<>();
        if (outside) {
            World world = footing.hands().seen(turn);
            plan.result().apply(world).fields().forEach((name, value) -> {
                if (!(value instanceof Value.Unknown)) {
                    known.put(name, value);
                }
            });
        }
        return new Value.Fields(known);
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
    private Value.Fields restored(Value.Fields planned) {
        Value.Fields recorded = Optional.ofNullable(bench.results().get(place.key()))
                .orElseGet(() -> bench.results().getOrDefault(order.id(), new Value.Fields(Map.of())));
        if (place.item().isPresent()
                && recorded.get("results").orElse(new Value.Null()) instanceof Value.Items items
                && place.item().getAsInt() < items.items().size()
                && items.items().get(place.item().getAsInt()) instanceof Value.Fields ofItem) {
            recorded = ofItem;
        }
        Map<String, Value> merged = new LinkedHashMap<>(planned.fields());
        merged.putAll(recorded.fields());
        List.of("changed", "failed", "skipped", "item", "failed_when_result").forEach(merged::remove);
        return new Value.Fields(merged);
    }

    private void inTime(Turn turn) throws TaskFailure {
        if (turn.deadline().filter(bench.clock().now()::isAfter).isPresent()) {
            throw TaskFailure.failed(
                    "the task was not done within its timeout of "
                            + task.timeout().orElseThrow().toSeconds() + " seconds",
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

    private Scope scope() {
        return scopeOf(item);
    }

    /** For what judges a result: it is called {@code result}, and by the name it is going to have. */
    private Scope scopeWith(Value.Fields result) {
        Map<String, Value> names = new LinkedHashMap<>(item);
        names.put("result", result);
        task.register().ifPresent(name -> names.put(name, result));
        return scopeOf(names);
    }

    private Scope scopeOf(Map<String, Value> names) {
        return bench.scopes()
                .of(order.play(), task.vars(), order.frame().with(names).names(), task.position());
    }
}
