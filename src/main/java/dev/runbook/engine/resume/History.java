package dev.runbook.engine.resume;

import dev.runbook.engine.change.CompletedChanges;
import dev.runbook.engine.change.RedoAfter;
import dev.runbook.engine.change.TaskKey;
import dev.runbook.engine.change.TaskKeyPattern;
import dev.runbook.expression.Value;
import dev.runbook.journal.CallName;
import dev.runbook.journal.ChangeCompletion;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.PastRuns;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.TaskStatus;
import dev.runbook.plan.PlannedCall;
import dev.runbook.world.Instance;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What earlier runs of a runbook have left: which refresh of a pair is to be continued, and what of it is done.
 *
 * @param past the runs of this runbook on this inventory
 * @param fresh the id of a refresh that begins now: no earlier run can have been in it
 */
public record History(PastRuns past, String fresh) {

    private static final Set<String> MAKING =
            Set.of("CreateDBInstanceReadReplica", "RestoreDBInstanceFromDBSnapshot", "RestoreDBInstanceToPointInTime");

    /**
     * How a pair begins.
     *
     * @param refresh empty when a new one begins
     * @param isAlreadyFinished whether the pair is finished already, in a run that is continued now because of other pairs
     */
    public record PairStart(Optional<String> refresh, boolean isAlreadyFinished) {}

    /**
     * How each of the pairs begins, given what exists for it.
     *
     * @param chosen the tasks that this run is to carry out, by pair
     */
    public Map<String, PairStart> starts(Map<String, World> worlds, Map<String, Set<String>> chosen) {
        Set<String> open = withoutSecrets(worlds.keySet());
        Map<String, PairStart> starts = new HashMap<>();
        worlds.forEach((pair, world) ->
                starts.put(pair, start(pair, world, new SelectedTasks(chosen.getOrDefault(pair, Set.of()), open))));
        return starts;
    }

    /** What the journals of this refresh say about the tasks of a pair. */
    public JournaledTasks tasks(String pair, String refresh) {
        return new JournaledTasks(
                registeredResults(pair, refresh),
                doneTasks(pair, refresh),
                unfinishedTasks(pair, refresh),
                pendingHandlers(pair, refresh),
                onceResults(refresh));
    }

    /**
     * Changes that leave no trace in AWS and are done in this refresh. A rollback takes back what was done before it: programs
     * have told of a tree that serves no more.
     */
    public CompletedChanges completedChanges(String pair, String refresh, RedoAfter redoAfter) {
        CompletedChanges completedChanges = new CompletedChanges(redoAfter);
        for (RecordedRun run : fromRollback(pair, refresh)) {
            run.events(pair).forEach(event -> replay(event, completedChanges));
        }
        return completedChanges;
    }

    private static void replay(EventRecord<?> record, CompletedChanges completedChanges) {
        Event event = record.event();
        if (event instanceof Event.ChangeDone done && done.completion() == ChangeCompletion.ONCE) {
            completedChanges.add(place(record.task(), done.item()), done.key());
        }
        if (event instanceof Event.ChangeAnnounced change && RecordedRun.isCall(change)) {
            completedChanges.startTask(place(record.task(), change.item()));
        }
        // What the task has done is done again from here.
        if (event instanceof Event.RetryScheduled retry
                && retry.repeatsChanges().orElse(false)) {
            completedChanges.remove(place(record.task(), retry.item()));
        }
        if (event instanceof Event.HandlerNotified notified) {
            completedChanges.remove(new TaskKeyPattern("", notified.handler()));
        }
        if (event instanceof Event.BlockUndone undone) {
            undone.tasks().forEach(task -> completedChanges.remove(new TaskKeyPattern(undone.idPrefix(), task)));
        }
    }

    /**
     * What tasks have registered in this refresh, by task, or by item for a loop that was broken off; whatever held a
     * secret, or was only predicted, is left out.
     */
    private Map<String, Value.Fields> registeredResults(String pair, String refresh) {
        Map<String, Value.Fields> results = new HashMap<>();
        for (RecordedRun run : of(pair, refresh)) {
            for (EventRecord<?> record : run.events(pair)) {
                if (record.event() instanceof Event.ChangeDone done) {
                    done.result()
                            .ifPresent(result -> results.put(
                                    place(record.task(), done.item()).key(), withoutSecrets(result)));
                }
                if (record.event() instanceof Event.TaskEnded end
                        && (end.status() == TaskStatus.OK || end.status() == TaskStatus.CHANGED)) {
                    results.put(record.task(), withoutSecrets(end.result()));
                }
            }
        }
        return results;
    }

    /** The handlers that were notified and have not run since. */
    private Set<String> pendingHandlers(String pair, String refresh) {
        Set<String> pending = new LinkedHashSet<>();
        for (RecordedRun run : of(pair, refresh)) {
            for (EventRecord<?> record : run.undoTarget().isPresent() ? List.<EventRecord<?>>of() : run.events(pair)) {
                if (record.event() instanceof Event.HandlerNotified notified) {
                    pending.add(notified.handler());
                } else if (RecordedRun.isDone(record.event())) {
                    pending.remove(record.task());
                }
            }
        }
        return pending;
    }

    /** The tasks that were about to change something and of which no run has said since that they are done. */
    private Set<String> unfinishedTasks(String pair, String refresh) {
        Set<String> begun = new HashSet<>();
        for (RecordedRun run : of(pair, refresh)) {
            for (EventRecord<?> record : run.events(pair)) {
                if (RecordedRun.isCall(record.event())) {
                    begun.add(record.task());
                } else if (RecordedRun.isDone(record.event())) {
                    begun.remove(record.task());
                }
            }
        }
        return begun;
    }

    /** What the tasks have registered that are done once for all pairs, and are done in this refresh by any of them. */
    private Map<String, Value.Fields> onceResults(String refresh) {
        Map<String, Value.Fields> once = new HashMap<>();
        for (RecordedRun run : of(refresh)) {
            for (EventRecord<?> record : run.events()) {
                if (record.event() instanceof Event.TaskEnded end
                        && RecordedRun.isDone(end)
                        && end.flags().runOnce()
                        && run.refresh(record.pair()).equals(refresh)) {
                    once.put(record.task(), withoutSecrets(end.result()));
                }
            }
        }
        return once;
    }

    /**
     * @param tasks of the pair that this run is to carry out
     * @param open the runs that this one continues for some pair
     */
    private record SelectedTasks(Set<String> tasks, Set<String> open) {
        SelectedTasks {
            tasks = Set.copyOf(tasks);
            open = Set.copyOf(open);
        }
    }

    private PairStart start(String pair, World world, SelectedTasks wanted) {
        Optional<String> marked = taggedRefresh(world, pair)
                .filter(refresh -> sinceRollback(pair, refresh).stream().noneMatch(run -> run.hasFinished(pair)));
        if (marked.isPresent()) {
            return new PairStart(marked, false);
        }
        Optional<RecordedRun> latest = latest(pair);
        if (latest.filter(run -> hasEndedWell(run, pair)).isPresent()) {
            // In this order, since mostly nothing is open, and then no older run is read.
            boolean earlier = wanted.open().contains(latest.get().id())
                    && coveredTasks(pair, latest.get().refresh(pair)).containsAll(wanted.tasks());
            return new PairStart(latest.map(run -> run.refresh(pair)).filter(id -> earlier), earlier);
        }
        return new PairStart(
                latest.map(run -> run.refresh(pair))
                        .filter(refresh -> hasChanged(pair, refresh))
                        .filter(refresh -> !isGone(pair, refresh, world)),
                false);
    }

    /** The ids of the runs that are the latest of one of these pairs and have left it unfinished. */
    private Set<String> withoutSecrets(Set<String> pairs) {
        Set<String> open = new HashSet<>();
        for (String pair : pairs) {
            latest(pair).filter(run -> !hasEndedWell(run, pair)).ifPresent(run -> open.add(run.id()));
        }
        return open;
    }

    /** One run by its id; empty when it is of another project. */
    Optional<RecordedRun> run(String id) {
        return past.find(id);
    }

    /** A rollback ends no refresh: what it has taken back is open again. */
    private static boolean hasEndedWell(RecordedRun run, String pair) {
        return run.hasSucceeded(pair) && !run.isRollback();
    }

    /** Places in buckets that this refresh has copied to. */
    public List<String> syncedBuckets(String pair, String refresh) {
        return of(pair, refresh).stream()
                .flatMap(run -> run.events(pair).stream())
                .flatMap(record -> record.as(Event.ChangeAnnounced.class).stream())
                .map(change -> change.event().call())
                .filter(call -> call.service().equals("s3") && call.action().equals("Sync"))
                .map(CallName::subject)
                .distinct()
                .toList();
    }

    /** Whether the refresh has made instances and none of them exists any more: whatever it did was for another tree. */
    boolean isGone(String pair, String refresh, World world) {
        return world.instancesOf(refresh, pair).isEmpty()
                && of(pair, refresh).stream().anyMatch(run -> hasMadeInstance(run, pair));
    }

    /** The refresh that was begun after this one and has made what has the target's name; empty when there is none. */
    Optional<String> successor(String pair, String refresh, World world) {
        return world.instances().values().stream()
                .filter(instance -> instance.refreshTags()
                        .filter(refreshTags -> refreshTags.pair().equals(pair)
                                && refreshTags.target().equals(instance.id()))
                        .isPresent())
                .map(instance -> instance.refreshTags().orElseThrow().refresh())
                .filter(serving -> !serving.equals(refresh)
                        && past.newestOf(List.of(serving, refresh)).equals(Optional.of(serving)))
                .findFirst();
    }

    private static boolean hasMadeInstance(RecordedRun run, String pair) {
        Set<String> begun = new HashSet<>();
        for (EventRecord<?> record : run.events(pair)) {
            if (record.event() instanceof Event.ChangeAnnounced change
                    && MAKING.contains(change.call().action())) {
                begun.add(record.task() + " " + change.key());
            }
            if (record.event() instanceof Event.ChangeDone done && begun.contains(record.task() + " " + done.key())) {
                return true;
            }
        }
        return false;
    }

    /** The tasks that are done in this refresh, in whichever run. */
    private Set<String> doneTasks(String pair, String refresh) {
        Set<String> done = new HashSet<>();
        sinceRollback(pair, refresh).forEach(run -> done.addAll(run.completedTasks(pair)));
        return done;
    }

    /** The tasks that runs which ended well were asked for, and those that are done beside them. */
    private Set<String> coveredTasks(String pair, String refresh) {
        Set<String> covered = doneTasks(pair, refresh);
        sinceRollback(pair, refresh).stream()
                .filter(run -> run.hasSucceeded(pair))
                .forEach(run -> covered.addAll(run.requestedTasks(pair)));
        return covered;
    }

    /** The runs of a refresh that count: what was done before it was rolled back may have been undone. */
    private List<RecordedRun> sinceRollback(String pair, String refresh) {
        return fromRollback(pair, refresh).stream()
                .filter(run -> run.undoTarget().isEmpty())
                .toList();
    }

    /** The same with the rollback itself. */
    private List<RecordedRun> fromRollback(String pair, String refresh) {
        List<RecordedRun> all = of(pair, refresh);
        int start = 0;
        for (int index = 0; index < all.size(); index++) {
            start = all.get(index).hasUndone(pair) ? index : start;
        }
        return all.subList(start, all.size());
    }

    /** The source and target of the pair when the refresh started; empty if the journal does not record them. */
    public Optional<RecordedRun.RecordedSides> sides(String pair, String refresh) {
        return of(pair, refresh).stream()
                .flatMap(run -> run.sides(pair).stream())
                .findFirst();
    }

    /**
     * The calls that a refresh has begun since it was first held to a plan; empty when it never was. A run that was refused
     * before its first call does not count.
     *
     * @param plan digest of the plan
     */
    public Optional<List<PlannedCall>> callsOfPlan(String pair, String refresh, String plan) {
        List<RecordedRun> since = of(pair, refresh).stream()
                .dropWhile(run ->
                        !run.plan().equals(Optional.of(plan)) || !(run.id().equals(refresh) || run.hasChanged(pair)))
                .toList();
        return since.isEmpty()
                ? Optional.empty()
                : Optional.of(since.stream()
                        .flatMap(run -> run.events(pair).stream())
                        .flatMap(event -> PlannedCall.from(event).stream())
                        .toList());
    }

    /** The run that completed a plan for a pair; empty if none did. */
    public Optional<String> findRunOfPlan(String pair, String plan) {
        Set<String> refreshes = new LinkedHashSet<>();
        past.findByPlan(plan).stream()
                .filter(run -> run.hasStarted(pair))
                .forEach(run -> refreshes.add(run.refresh(pair)));
        return refreshes.stream()
                .flatMap(refresh -> of(pair, refresh).stream())
                .filter(run -> hasEndedWell(run, pair))
                .map(RecordedRun::id)
                .reduce((before, after) -> after);
    }

    private boolean hasChanged(String pair, String refresh) {
        return of(pair, refresh).stream().anyMatch(run -> run.hasChanged(pair));
    }

    /** The refresh that the marks show to be on its way; of several the one that was begun last. */
    Optional<String> taggedRefresh(World world, String pair) {
        return past.newestOf(underWay(world, pair));
    }

    /**
     * The refreshes that the marks show to be on their way: something they made does not have its final name yet, or what it
     * replaces still exists.
     */
    public static Set<String> underWay(World world, String pair) {
        Set<String> found = new HashSet<>();
        for (Instance instance : world.instances().values()) {
            Optional<RefreshTags> marks = instance.refreshTags()
                    .filter(refreshTags -> refreshTags.pair().equals(pair));
            boolean underWay = marks.isPresent()
                    && (!instance.id().equals(marks.get().target())
                            || world.instance(marks.get().replaces()).isPresent());
            if (underWay && !isReplaced(instance, world, pair)) {
                found.add(marks.get().refresh());
            }
        }
        return Collections.unmodifiableSet(found);
    }

    /** Whether a later refresh is replacing the instance: then its own refresh is over, whatever its name is. */
    private static boolean isReplaced(Instance instance, World world, String pair) {
        return world.instances().values().stream()
                .flatMap(other -> other.refreshTags().stream())
                .anyMatch(refreshTags -> refreshTags.pair().equals(pair)
                        && refreshTags.replaces().equals(instance.resourceId()));
    }

    private Optional<RecordedRun> latest(String pair) {
        return past.findLatest(pair);
    }

    private List<RecordedRun> of(String pair, String refresh) {
        return of(refresh).stream()
                .filter(run -> run.refresh(pair).equals(refresh))
                .toList();
    }

    /** The runs among which all are that had a pair in the refresh. */
    private List<RecordedRun> of(String refresh) {
        return refresh.equals(fresh) ? List.of() : past.findByRefresh(refresh);
    }

    private static TaskKey place(String task, OptionalInt item) {
        TaskKey taskKey = TaskKey.of(task);
        return item.isPresent() ? taskKey.item(item.getAsInt()) : taskKey;
    }

    private static Value.Fields withoutSecrets(Value.Fields result) {
        Map<String, Value> open = new HashMap<>();
        result.fields().forEach((key, value) -> {
            if (!value.show().contains("***") && !value.show().contains(Value.Unknown.DISPLAY_TEXT)) {
                open.put(key, value);
            }
        });
        return new Value.Fields(open);
    }
}
