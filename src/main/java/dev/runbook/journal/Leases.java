package dev.runbook.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The leases on targets, one file each under the state folder. A file is only read and replaced while a lock of the
 * operating system is held, which ends with the process, so that two processes cannot both take a lease.
 */
public final class Leases {

    private final Path folder;
    private final Owner owner;
    private final InstantSource clock;
    private final Pulse pulse;

    public Leases(Path state, Owner owner, InstantSource clock, Pulse pulse) {
        this.folder = state.resolve("leases");
        this.owner = owner;
        this.clock = clock;
        this.pulse = pulse;
    }

    /**
     * How a living run shows.
     *
     * @param beat how often a lease is renewed
     * @param beatsMissedMax after how many missed beats a lease may be taken over
     */
    public record Pulse(Duration beat, int beatsMissedMax) {

        /** A beat every five seconds, and a minute of patience. */
        public static Pulse usual() {
            return new Pulse(Duration.ofSeconds(5), 12);
        }

        /** The silence after which a lease counts as abandoned. */
        public Duration patience() {
            return beat.multipliedBy(beatsMissedMax);
        }
    }

    Pulse pulse() {
        return pulse;
    }

    /**
     * Takes the lease on a target and keeps renewing it.
     *
     * @throws LeaseHeldException when a living process holds it
     */
    public synchronized Lease acquire(String target, String run) throws LeaseHeldException, IOException {
        try (Guard guard = new Guard(folder)) {
            guard.check();
            Optional<LeaseRecord> before = read(target);
            boolean mine = before.isPresent() && before.get().isHeldBy(owner, run);
            if (before.isPresent() && !mine && !isAbandoned(before.get())) {
                throw LeaseHeldException.held(target, before.get(), clock.instant());
            }
            write(target, new LeaseRecord(owner, run, clock.instant(), clock.instant()));
            return new Lease(this, target, run, before.filter(record -> !mine).map(this::takenOver));
        }
    }

    /** The runs that hold a lease and have been heard of lately. */
    public Set<String> runs() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        Set<String> runs = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                LeaseRecord.read(Files.readString(file))
                        .filter(record -> !isAbandoned(record))
                        .ifPresent(record -> runs.add(record.run()));
            }
        } catch (NoSuchFileException e) {
            // A lease was given free between the list and the look.
        }
        return runs;
    }

    synchronized void renew(String target, String run) throws LeaseHeldException, IOException {
        try (Guard guard = new Guard(folder)) {
            guard.check();
            write(target, mine(target, run).renewed(clock.instant()));
        }
    }

    synchronized void release(String target, String run) throws IOException {
        try (Guard guard = new Guard(folder)) {
            guard.check();
            if (read(target).filter(record -> record.isHeldBy(owner, run)).isPresent()) {
                Files.deleteIfExists(file(target));
            }
        }
    }

    private LeaseRecord mine(String target, String run) throws LeaseHeldException, IOException {
        Optional<LeaseRecord> record = read(target);
        if (record.isEmpty()) {
            throw LeaseHeldException.lost(target, "its file " + file(target) + " is gone", clock.instant());
        }
        if (!record.get().isHeldBy(owner, run)) {
            String by = record.get().owner() + " has taken it over in run "
                    + record.get().run();
            throw LeaseHeldException.lost(target, by, clock.instant());
        }
        return record.get();
    }

    private boolean isAbandoned(LeaseRecord record) {
        return record.owner().isGoneFrom(owner) || record.isStale(clock.instant(), pulse.patience());
    }

    private String takenOver(LeaseRecord record) {
        return "took over the lease of " + record.owner() + ", run " + record.run() + ", last heard of at "
                + LeaseRecord.clock(record.heartbeat(), clock.instant())
                + (record.owner().isGoneFrom(owner) ? ": that process has ended" : "");
    }

    private Optional<LeaseRecord> read(String target) throws IOException {
        try {
            return LeaseRecord.read(Files.readString(file(target)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void write(String target, LeaseRecord record) throws IOException {
        Path draft = folder.resolve(target + ".draft");
        Private.create(draft);
        Files.writeString(draft, record.write());
        Files.move(draft, file(target), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String target) {
        return folder.resolve(target + ".json");
    }

    /** Keeps other threads and other processes out while a lease is read and replaced. */
    private static final class Guard implements AutoCloseable {

        private final FileChannel channel;
        private final FileLock lock;

        Guard(Path folder) throws IOException {
            Private.folders(folder);
            Private.create(folder.resolve("lock"));
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE);
            lock = channel.lock();
        }

        void check() {
            if (!lock.isValid()) {
                throw new IllegalStateException("the lock on the leases was lost");
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
