package dev.runbook.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The runs of a state folder as somebody sees them who looks at them from a process of their own. */
public final class Archive {

    /** A run that reads nothing for so long says in its log why. */
    private static final Duration START = Duration.ofMinutes(2);

    private final RunFolders folders;
    private final Owner observer;
    private final InstantSource clock;
    private final Set<String> alive;

    public Archive(RunFolders folders, Owner observer, InstantSource clock) throws IOException {
        this.folders = folders;
        this.observer = observer;
        this.clock = clock;
        this.alive = new Leases(folders.state(), observer, new Look(clock), Leases.Pulse.usual()).runs();
    }

    /** The time of who looks once and waits for nothing. */
    private record Look(InstantSource clock) implements Leases.Time {

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("a look waits for nothing");
        }
    }

    /** The state folder. */
    public Path state() {
        return folders.state();
    }

    /** The ids of all runs, oldest first. */
    public List<String> ids() throws IOException {
        return folders.ids();
    }

    public RecordedRun run(String id) throws IOException {
        return new RecordedRun(id, Journal.read(folders.journal(id)));
    }

    /** The newest runs that are wanted, newest first; journals older than those are not read. */
    public List<RunSummary> newest(int most, Predicate<RunSummary> wanted) throws IOException {
        List<String> ids = new ArrayList<>(ids());
        Collections.reverse(ids);
        List<RunSummary> newest = new ArrayList<>();
        for (String id : ids) {
            if (newest.size() == most) {
                break;
            }
            summary(run(id)).filter(wanted).ifPresent(newest::add);
        }
        return newest;
    }

    public Optional<RunSummary> summary(RecordedRun run) {
        return RunSummary.of(run, isRunning(run), clock.instant());
    }

    /** Whether something was written about a run a moment ago: one without events that is not is no start any more. */
    public boolean isFresh(String id) throws IOException {
        Instant latest = Instant.EPOCH;
        for (Path file : List.of(folders.folder(id), folders.journal(id), folders.log(id))) {
            Instant at = Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.EPOCH;
            latest = at.isAfter(latest) ? at : latest;
        }
        return latest.plus(START).isAfter(clock.instant());
    }

    /** Where everything about a run stands, for whoever looks for a fault. */
    public Path log(String id) {
        return folders.log(id);
    }

    /** Whether the run has not ended, and its process still lives or was heard of lately. */
    public boolean isRunning(RecordedRun run) {
        if (run.exit().isPresent() || run.events().isEmpty()) {
            return false;
        }
        Optional<Owner> owner = run.owner();
        boolean near = owner.isPresent() && owner.get().isNear(observer);
        return near ? !owner.get().isGoneFrom(observer) : alive.contains(run.id());
    }
}
