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
 * The runs of one runbook on one inventory before this one, each read only when it is asked for: a nightly job has recorded a
 * thousand, and nearly always the latest tells all there is to know. Events that tell a later run nothing are left out. For one thread. A journal that cannot be read ends every
 * method with an {@link UncheckedIOException}.
 */
public final class PastRuns {

    private static final Set<Class<? extends Event>> TELLING_NOTHING = Set.of(
            Event.InstancesListed.class,
            Event.TaskStarted.class,
            Event.ChangeSkipped.class,
            Event.ChangeAwaited.class,
            Event.OutputWritten.class,
            Event.WarningIssued.class,
            Event.AlternativeFound.class);

    /** All events but the first of a run, and the first and the last of each pair. */
    private static final Set<Class<? extends Event>> BETWEEN =
            EventForms.typesWithout(Set.of(Event.RunStarted.class, Event.PairStarted.class, Event.PairEnded.class));

    private final RunFolders folders;
    private final String runbook;
    private final String inventory;
    private final List<String> newestFirst;
    private final Map<String, RecordedRun> starts = new HashMap<>();
    private final Map<String, RecordedRun> ends = new HashMap<>();
    private final Map<String, RecordedRun> read = new HashMap<>();
    private final Map<String, Optional<RecordedRun>> latest = new HashMap<>();
    private final Map<String, List<RecordedRun>> refreshes = new HashMap<>();

    /**
     * The runs in these folders as they are now.
     *
     * @param current the run that asks; it is not among them
     * @param runbook by its real path, as the inventory
     */
    public PastRuns(RunFolders folders, String current, String runbook, String inventory) throws IOException {
        this.folders = folders;
        this.runbook = runbook;
        this.inventory = inventory;
        List<String> ids = new ArrayList<>(folders.ids());
        ids.remove(current);
        Collections.reverse(ids);
        this.newestFirst = Collections.unmodifiableList(ids);
    }

    /**
     * The latest run that has begun the pair, with only the events that tell how it and its pairs began and how its pairs
     * ended; a rollback or discard counts when it has undone something.
     */
    public Optional<RecordedRun> latest(String pair) {
        return latest.computeIfAbsent(
                pair,
                name -> newestFirst.stream()
                        .filter(this::isOwn)
                        .filter(run -> start(run).mayHaveBegun(name))
                        .map(this::ends)
                        .filter(run -> run.started(name))
                        .filter(run -> run.undoes().isEmpty() || run(run.id()).hasUndone(name))
                        .findFirst());
    }

    /** One run by its id; empty when there is none, or it is of another runbook or inventory. */
    public Optional<RecordedRun> find(String id) {
        return newestFirst.contains(id) && isOwn(id) ? Optional.of(run(id)) : Optional.empty();
    }

    /** The runs that were held to a plan, oldest first. */
    public List<RecordedRun> heldTo(String plan) {
        List<RecordedRun> runs = new ArrayList<>(newestFirst.stream()
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
                newestFirst.stream().filter(this::isOwn).map(this::run).toList());
        Collections.reverse(runs);
        return Collections.unmodifiableList(runs);
    }

    /** Of these runs the newest; of one that is not known only its id tells how new it is. */
    public Optional<String> newestOf(Collection<String> ids) {
        return newestFirst.containsAll(ids)
                ? newestFirst.stream().filter(ids::contains).findFirst()
                : ids.stream().max(Comparator.naturalOrder());
    }

    /** Every run in which a pair was in this refresh, and maybe others, oldest first. */
    public List<RecordedRun> of(String refresh) {
        return refreshes.computeIfAbsent(refresh, id -> {
            // A run that has continued nothing was in the refresh that has its own id.
            List<RecordedRun> runs = new ArrayList<>(newestFirst.stream()
                    .filter(this::isOwn)
                    .filter(run -> run.equals(id) || start(run).mayHaveContinued())
                    .map(this::run)
                    .toList());
            Collections.reverse(runs);
            return Collections.unmodifiableList(runs);
        });
    }

    private boolean isOwn(String id) {
        return start(id).ran(runbook, inventory);
    }

    /** The run as far as its first event tells it. */
    private RecordedRun start(String id) {
        return starts.computeIfAbsent(id, run -> new RecordedRun(run, firstEvent(run)));
    }

    private RecordedRun ends(String id) {
        return ends.computeIfAbsent(id, run -> readWithout(BETWEEN, run));
    }

    private RecordedRun run(String id) {
        return read.computeIfAbsent(id, run -> readWithout(TELLING_NOTHING, run));
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
            return Journal.first(Event.RunStarted.class, folders.journal(id)).stream()
                    .<EventRecord<?>>map(record -> record)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
