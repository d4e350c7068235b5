package dev.runbook.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The earlier runs of one runbook on one inventory. A journal is read only when needed: there may be a thousand runs, and the
 * latest is nearly always enough. Events that no later run uses are left out. Not thread-safe. Every method throws
 * {@link UncheckedIOException} when a journal cannot be read.
 */
public final class PastRuns {

    private static final Set<Class<? extends Event>> IRRELEVANT_KINDS = Set.of(
            Event.InstancesListed.class,
            Event.TaskStarted.class,
            Event.ChangeSkipped.class,
            Event.ChangeAwaited.class,
            Event.OutputWritten.class,
            Event.WarningIssued.class,
            Event.AlternativeFound.class);

    /** All events except the start of a run and the start and end of each pair. */
    private static final Set<Class<? extends Event>> MIDDLE_KINDS =
            EventCodecs.typesExcept(Set.of(Event.RunStarted.class, Event.PairStarted.class, Event.PairEnded.class));

    private final RunFolders folders;
    private final String runbook;
    private final String inventory;
    private final List<String> idsNewestFirst;
    private final Map<String, RecordedRun> starts = new HashMap<>();
    private final Map<String, RecordedRun> ends = new HashMap<>();
    private final Map<String, RecordedRun> runs = new HashMap<>();
    private final Map<String, Optional<RecordedRun>> latestByPair = new HashMap<>();
    private final Map<String, List<RecordedRun>> runsByRefresh = new HashMap<>();

    /**
     * The runs that are in these folders now.
     *
     * @param current id of the current run, which is excluded
     * @param runbook real path of the runbook; the inventory likewise
     */
    public PastRuns(RunFolders folders, String current, String runbook, String inventory) throws IOException {
        this.folders = folders;
        this.runbook = runbook;
        this.inventory = inventory;
        List<String> ids = new ArrayList<>(folders.ids());
        ids.remove(current);
        Collections.reverse(ids);
        this.idsNewestFirst = Collections.unmodifiableList(ids);
    }

    /**
     * The latest run that has started the pair, with only the start events and the ends of its pairs. A rollback or discard counts
     * only when it has undone something.
     */
    public Optional<RecordedRun> findLatest(String pair) {
        return latestByPair.computeIfAbsent(
                pair,
                name -> idsNewestFirst.stream()
                        .filter(this::isOwn)
                        .filter(run -> start(run).mayHaveStarted(name))
                        .map(this::ends)
                        .filter(run -> run.hasStarted(name))
                        .filter(run ->
                                run.undoTarget().isEmpty() || run(run.id()).hasUndone(name))
                        .findFirst());
    }

    /** The run with this id; empty when there is none, or it belongs to another runbook or inventory. */
    public Optional<RecordedRun> find(String id) {
        return idsNewestFirst.contains(id) && isOwn(id) ? Optional.of(run(id)) : Optional.empty();
    }

    /** The runs that were limited by this plan, oldest first. */
    public List<RecordedRun> findByPlan(String plan) {
        List<RecordedRun> runs = new ArrayList<>(idsNewestFirst.stream()
                .filter(this::isOwn)
                .filter(run -> start(run).plan().equals(Optional.of(plan)))
                .map(this::run)
                .toList());
        Collections.reverse(runs);
        return Collections.unmodifiableList(runs);
    }

    /** Every run, oldest first. */
    public List<RecordedRun> all() {
        List<RecordedRun> runs = new ArrayList<>(
                idsNewestFirst.stream().filter(this::isOwn).map(this::run).toList());
        Collections.reverse(runs);
        return Collections.unmodifiableList(runs);
    }

    /** The newest of these runs; the ids decide when one of the runs is unknown. */
    public Optional<String> newestOf(Collection<String> ids) {
        return idsNewestFirst.containsAll(ids)
                ? idsNewestFirst.stream().filter(ids::contains).findFirst()
                : ids.stream().max(Comparator.naturalOrder());
    }

    /** Every run that worked on this refresh, and possibly others, oldest first. */
    public List<RecordedRun> findByRefresh(String refresh) {
        return runsByRefresh.computeIfAbsent(refresh, id -> {
            // A run that continued nothing worked on the refresh with its own id.
            List<RecordedRun> runs = new ArrayList<>(idsNewestFirst.stream()
                    .filter(this::isOwn)
                    .filter(run -> run.equals(id) || start(run).mayHaveContinued())
                    .map(this::run)
                    .toList());
            Collections.reverse(runs);
            return Collections.unmodifiableList(runs);
        });
    }

    private boolean isOwn(String id) {
        return start(id).isRunOf(runbook, inventory);
    }

    /** The run with only its first event. */
    private RecordedRun start(String id) {
        return starts.computeIfAbsent(id, run -> new RecordedRun(run, firstEvent(run)));
    }

    private RecordedRun ends(String id) {
        return ends.computeIfAbsent(id, run -> readWithout(MIDDLE_KINDS, run));
    }

    private RecordedRun run(String id) {
        return runs.computeIfAbsent(id, run -> readWithout(IRRELEVANT_KINDS, run));
    }

    private RecordedRun readWithout(Set<Class<? extends Event>> kinds, String id) {
        try {
            return new RecordedRun(id, Journal.readWithout(kinds, folders.journal(id)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<EventRecord<?>> firstEvent(String id) {
        try {
            return Journal.findFirst(Event.RunStarted.class, folders.journal(id)).stream()
                    .<EventRecord<?>>map(record -> record)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
