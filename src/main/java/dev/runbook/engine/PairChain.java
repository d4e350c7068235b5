package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Selection;
import dev.runbook.runbook.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The tasks of one pair, one after the other, until the end or the first failure. For one use, on one thread. */
final class PairChain {

    /** A task with the play it belongs to. */
    record PlayTask(Play play, Task task) {}

    /**
     * What a chain consists of.
     *
     * @param all the pair's tasks, in order
     * @param done the tasks that earlier runs of this refresh have brought to their end
     * @param halt set when the failure of one pair must stop them all
     */
    record Route(List<PlayTask> all, Selection selection, Set<String> done, AtomicBoolean halt) {
        Route {
            all = List.copyOf(all);
            done = Set.copyOf(done);
        }
    }

    private final List<PlayTask> all;
    private final Selection selection;
    private final Set<String> done;
    private final TaskRun.Bench bench;
    private final Recorder recorder;
    private final AtomicBoolean halt;
    private final Map<TaskEnd.Status, Integer> ends = new EnumMap<>(TaskEnd.Status.class);
    private final Map<String, Value.Fields> results;
    private int changes;

    PairChain(Route route, TaskRun.Bench bench, Recorder recorder) {
        this.all = route.all();
        this.selection = route.selection();
        this.done = route.done();
        this.halt = route.halt();
        this.bench = bench;
        this.recorder = recorder;
        this.results = new HashMap<>(bench.results());
    }

    PairEnd run() {
        Instant began = bench.clock().now();
        Outcome.Status status = Outcome.Status.FINISHED;
        Optional<TaskFailure> failure = Optional.empty();
        try {
            failure = tasks();
            if (failure.isPresent()) {
                boolean refused = failure.get().kind() == TaskFailure.Kind.REFUSED;
                status = refused ? Outcome.Status.REFUSED : Outcome.Status.FAILED;
            }
        } catch (InterruptedException e) {
            status = Outcome.Status.INTERRUPTED;
            failure = Optional.of(TaskFailure.failed(
                    "interrupted; what AWS has begun goes on", "run the same command again: it continues here"));
        }
        boolean complete = status == Outcome.Status.FINISHED && isComplete();
        Duration took = Duration.between(began, bench.clock().now());
        return new PairEnd(status, ends, changes, took, Optional.empty(), complete, failure).with(results.values());
    }

    private Optional<TaskFailure> tasks() throws InterruptedException {
        List<PlayTask> chosen =
                all.stream().filter(each -> selection.includes(each.task())).toList();
        for (PlayTask each : all) {
            if (!selection.includes(each.task())) {
                restore(each.task());
                continue;
            }
            if (halt.get()) {
                return Optional.of(TaskFailure.failed(
                        "stopped because another pair failed and the play says any_errors_fatal", ""));
            }
            TaskEnd end = task(each, chosen);
            if (end.status() == TaskEnd.Status.FAILED) {
                halt.compareAndSet(false, each.play().conduct().anyErrorsFatal());
                return end.failure();
            }
        }
        return Optional.empty();
    }

    private TaskEnd task(PlayTask each, List<PlayTask> chosen) throws InterruptedException {
        Voice voice = recorder.voice(bench.sight().refresh().pair(), each.task().id());
        Facts place = new Facts().with("index", chosen.indexOf(each) + 1).with("count", chosen.size());
        TaskEnd end = new TaskRun(bench, each.play(), each.task(), voice).run(place);
        ends.merge(end.status(), 1, Integer::sum);
        changes += end.changes();
        if (end.result().get("data_as_of").isPresent()) {
            results.put(each.task().id(), end.result());
        }
        return end;
    }

    /** A task left out may have been carried out before: what it registered is still good. */
    private void restore(Task task) {
        Optional.ofNullable(bench.results().get(task.id()))
                .ifPresent(result ->
                        task.register().ifPresent(name -> bench.scopes().register(name, result)));
    }

    /** Whether every task is done in this refresh: now, or in a run before for those that are left out now. */
    private boolean isComplete() {
        return all.stream()
                .map(PlayTask::task)
                .filter(task -> !task.tags().contains("never"))
                .allMatch(task -> selection.includes(task) || done.contains(task.id()));
    }
}
