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

/** The runs of a state folder, as read by a process that takes part in none of them. */
public final class RunArchive {

    /** How long a run may take before its first event; a run that waits longer writes the reason to its log. */
    private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(2);

    private final RunFolders folders;
    private final ProcessIdentity observer;
    private final InstantSource clock;
    private final Set<String> liveRuns;

    public RunArchive(RunFolders folders, ProcessIdentity observer, InstantSource clock) throws IOException {
        this.folders = folders;
        this.observer = observer;
        this.clock = clock;
        this.liveRuns = new Leases(
                        folders.state(), observer, new ArchiveClock(clock), Leases.HeartbeatPolicy.standard())
                .liveRuns();
    }

    /** A clock for one look at the leases; it never sleeps. */
    private record ArchiveClock(InstantSource clock) implements Leases.LeaseClock {

        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("listing the leases must not wait");
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

    /** The newest runs that match, newest first; older journals are not read. */
    public List<RunSummary> findNewest(int most, Predicate<RunSummary> wanted) throws IOException {
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

    /** Whether a file of the run changed recently: a run without events that is not fresh has failed to start. */
    public boolean isFresh(String id) throws IOException {
        Instant latest = Instant.EPOCH;
        for (Path file : List.of(folders.folder(id), folders.journal(id), folders.log(id))) {
            Instant at = Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.EPOCH;
            latest = at.isAfter(latest) ? at : latest;
        }
        return latest.plus(STARTUP_TIMEOUT).isAfter(clock.instant());
    }

    /** The debug log of a run. */
    public Path log(String id) {
        return folders.log(id);
    }

    /** Whether the run has not ended and its process is alive or has renewed a lease recently. */
    public boolean isRunning(RecordedRun run) {
        if (run.exitCode().isPresent() || run.events().isEmpty()) {
            return false;
        }
        Optional<ProcessIdentity> owner = run.owner();
        boolean near = owner.isPresent() && owner.get().isVisibleTo(observer);
        return near ? !owner.get().hasEnded(observer) : liveRuns.contains(run.id());
    }
}
