package dev.runbook.engine;

import dev.runbook.runbook.Play;
import dev.runbook.runbook.Selection;
import dev.runbook.runbook.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The plays of one pair, one after the other, until the end or the first failure. For one use, on one thread. */
final class PairChain {

    /**
     * What a chain consists of.
     *
     * @param plays those that the pair takes part in, in order
     * @param done the tasks that earlier runs of this refresh have brought to their end
     * @param pending the handlers that earlier runs of this refresh have notified and not carried out
     */
    record Route(List<Play> plays, Selection selection, Set<String> done, Set<String> pending) {
        Route {
            plays = List.copyOf(plays);
            done = Set.copyOf(done);
            pending = Set.copyOf(pending);
        }

        List<Task> tasks() {
            return plays.stream().flatMap(play -> play.tasks().stream()).toList();
        }

        /** Whether earlier runs have brought everything to its end that is asked for and needed. */
        boolean isDone() {
            return pending.isEmpty()
                    && tasks().stream()
                            .filter(selection::includes)
                            .filter(task -> !task.standing().optional())
                            .allMatch(task -> done.contains(task.id()));
        }

        /** The tasks that are asked for and that count on the way, which no rescue and no handler does: from 1, by their ids. */
        Map<String, Integer> numbers() {
            Map<String, Integer> numbers = new HashMap<>();
            tasks().stream()
                    .filter(selection::includes)
                    .filter(task -> task.standing().section() != Task.Section.RESCUE)
                    .forEach(task -> numbers.put(task.id(), numbers.size() + 1));
            return numbers;
        }
    }

    private final Route route;
    private final TaskRun.Bench bench;
    private final Recorder recorder;
    private final Convoy convoy;
    private final Ledger ledger;

    PairChain(Route route, TaskRun.Bench bench, Recorder recorder, Convoy convoy) {
        this.route = route;
        this.bench = bench;
        this.recorder = recorder;
        this.convoy = convoy;
        this.ledger = new Ledger(bench.results());
    }

    PairEnd run() {
        Instant began = bench.clock().now();
        Outcome.Status status = Outcome.Status.FINISHED;
        Optional<TaskFailure> failure = Optional.empty();
        try {
            failure = plays();
            if (failure.isPresent()) {
                boolean refused = failure.get().kind() == TaskFailure.Kind.REFUSED;
                status = refused ? Outcome.Status.REFUSED : Outcome.Status.FAILED;
            }
            if (isUnbegun(failure)) {
                status = Outcome.Status.NOT_STARTED;
                failure = Optional.of(TaskFailure.halted("not begun"));
            }
        } catch (InterruptedException e) {
            status = Outcome.Status.INTERRUPTED;
            failure = Optional.of(TaskFailure.failed(
                    "interrupted; what AWS has begun goes on", "run the same command again: it continues here"));
        } finally {
            convoy.leave(pair());
        }
        boolean complete = status == Outcome.Status.FINISHED && isComplete();
        Duration took = Duration.between(began, bench.clock().now());
        return new PairEnd(
                        status, ledger.ends(), ledger.changes(), took, Optional.empty(), complete, covered(), failure)
                .with(ledger.results());
    }

    /** Whether the failure of another pair came before the first task of this one. */
    private boolean isUnbegun(Optional<TaskFailure> failure) {
        return ledger.ends().isEmpty()
                && failure.filter(why -> why.kind() == TaskFailure.Kind.HALTED).isPresent();
    }

    private Optional<TaskFailure> plays() throws InterruptedException {
        Map<String, Integer> numbers = route.numbers();
        for (Play play : route.plays()) {
            convoy.enter(play, pair());
            PlayChain chain = new PlayChain(play, new PlayChain.Way(route, numbers, convoy, ledger), bench, recorder);
            Passage passage = chain.run();
            convoy.leave(play, pair());
            if (!passage.goesOn()) {
                return passage.failure();
            }
        }
        return Optional.empty();
    }

    private List<String> covered() {
        return route.tasks().stream()
                .filter(route.selection()::includes)
                .map(Task::id)
                .filter(task -> !ledger.isLeftOut(task))
                .toList();
    }

    /** Whether every task is done in this refresh: now, or in a run before for those that are left out now. */
    private boolean isComplete() {
        return route.tasks().stream()
                .filter(task ->
                        !task.tags().contains("never") && !task.standing().optional())
                .allMatch(
                        task -> route.selection().includes(task) || route.done().contains(task.id()));
    }

    private String pair() {
        return bench.sight().refresh().pair();
    }
}
