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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The leases on targets, one file each in the state folder. A file is read and replaced only under a lock of the operating
 * system, which ends with the process, so two processes cannot both take a lease.
 *
 * <p>Only heartbeats decide whether a holder on another machine is alive: the clocks of two machines may differ, and one may be
 * set. A lease that seems abandoned is watched for the full heartbeat timeout, measured by the local clock, and taken over only if
 * it has not changed in that time.
 */
public final class Leases {

    private static final String EXTENSION = ".json";

    private final Path folder;
    private final ProcessIdentity owner;
    private final LeaseClock clock;
    private final HeartbeatPolicy heartbeat;
    private final Map<String, LeaseObservation> observations = new HashMap<>();

    public Leases(Path state, ProcessIdentity owner, LeaseClock clock, HeartbeatPolicy heartbeat) {
        this.folder = state.resolve("leases");
        this.owner = owner;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /** The local clock; {@code now} is monotonic and never jumps. */
    public interface LeaseClock {

        Instant now();

        void sleep(Duration duration) throws InterruptedException;
    }

    /**
     * The heartbeat of a run.
     *
     * @param interval the interval of renewals
     * @param missedMax the number of missed renewals after which a lease may be taken over
     */
    public record HeartbeatPolicy(Duration interval, int missedMax) {
        /** A renewal every five seconds, and a timeout of one minute. */
        public static HeartbeatPolicy standard() {
            return new HeartbeatPolicy(Duration.ofSeconds(5), 12);
        }

        /** The time without a renewal after which a lease counts as abandoned. */
        public Duration timeout() {
            return interval.multipliedBy(missedMax);
        }
    }

    /** A lease as first seen, and when. */
    private record LeaseObservation(LeaseRecord lease, Instant at) {}

    private enum HolderState {
        ALIVE,
        SILENT,
        DEAD
    }

    HeartbeatPolicy heartbeat() {
        return heartbeat;
    }

    /**
     * Starts to watch all conflicting leases that seem abandoned, at the same time.
     *
     * @return one message for each of them
     */
    public synchronized List<String> watchSilent(Collection<LeaseKey> keys, String run) throws IOException {
        List<String> silent = new ArrayList<>();
        try (FolderLock folderLock = new FolderLock(folder)) {
            folderLock.requireValid();
            for (LeaseKey key : keys) {
                for (LeaseRecord rival : findConflicts(key, run)) {
                    if (holderState(rival) == HolderState.SILENT) {
                        silent.add(key.displayName() + " is held by " + rival.describe(clock.now())
                                + ": waiting up to " + heartbeat.timeout().toSeconds()
                                + " seconds to see whether that process is alive");
                    }
                }
            }
        }
        return silent;
    }

    /**
     * Takes the lease on a target and keeps renewing it. Waits until the holder of a conflicting lease is known to be dead.
     *
     * @throws LeaseHeldException when a live process holds it or a conflicting lease
     */
    public Lease acquire(LeaseKey key, String run) throws LeaseHeldException, IOException, InterruptedException {
        Optional<Lease> lease = tryAcquire(key, run);
        while (lease.isEmpty()) {
            clock.sleep(heartbeat.interval().dividedBy(2));
            lease = tryAcquire(key, run);
        }
        return lease.get();
    }

    /** Empty while it is unknown whether a holder is alive. */
    private synchronized Optional<Lease> tryAcquire(LeaseKey key, String run) throws LeaseHeldException, IOException {
        try (FolderLock folderLock = new FolderLock(folder)) {
            folderLock.requireValid();
            List<LeaseRecord> rivals = findConflicts(key, run);
            boolean sure = true;
            for (LeaseRecord rival : rivals) {
                HolderState state = holderState(rival);
                if (state == HolderState.ALIVE) {
                    throw LeaseHeldException.ofHolder(key, rival, clock.now());
                }
                sure &= state == HolderState.DEAD;
            }
            if (!sure) {
                return Optional.empty();
            }
            for (LeaseRecord rival : rivals) {
                Files.deleteIfExists(file(rival.target()));
            }
            write(key, new LeaseRecord(owner, run, clock.now(), clock.now(), key.name()));
            return Optional.of(
                    new Lease(this, key, run, rivals.stream().findFirst().map(this::takeoverNotice)));
        }
    }

    /** The runs that hold a lease with a recent heartbeat. */
    public Set<String> liveRuns() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        Set<String> runs = new HashSet<>();
        for (LeaseRecord lease : readAll()) {
            boolean silent = Duration.between(lease.heartbeat(), clock.now()).compareTo(heartbeat.timeout()) > 0;
            if (!lease.owner().hasEnded(owner) && !silent) {
                runs.add(lease.run());
            }
        }
        return runs;
    }

    synchronized void renew(LeaseKey key, String run) throws LeaseHeldException, IOException {
        try (FolderLock folderLock = new FolderLock(folder)) {
            folderLock.requireValid();
            write(key, requireOwnLease(key, run).withHeartbeat(clock.now()));
        }
    }

    synchronized void release(LeaseKey key, String run) throws IOException {
        try (FolderLock folderLock = new FolderLock(folder)) {
            folderLock.requireValid();
            if (read(key).filter(record -> record.isHeldBy(owner, run)).isPresent()) {
                Files.deleteIfExists(file(key));
            }
        }
    }

    private LeaseRecord requireOwnLease(LeaseKey key, String run) throws LeaseHeldException, IOException {
        Optional<LeaseRecord> record = read(key);
        if (record.isEmpty()) {
            throw LeaseHeldException.ofMissingFile(key, file(key), clock.now());
        }
        if (!record.get().isHeldBy(owner, run)) {
            String by = record.get().owner() + " has taken it over in run "
                    + record.get().run();
            throw LeaseHeldException.ofTakeover(key, by, clock.now());
        }
        return record.get();
    }

    /** The conflicting leases of other runs. */
    private List<LeaseRecord> findConflicts(LeaseKey key, String run) throws IOException {
        List<LeaseRecord> found =
                key.isBucket() ? readAll() : read(key).stream().toList();
        return found.stream()
                .filter(record -> key.excludes(record.target()) && !record.isHeldBy(owner, run))
                .toList();
    }

    private HolderState holderState(LeaseRecord lease) {
        if (lease.owner().hasEnded(owner)) {
            return HolderState.DEAD;
        }
        LeaseObservation seen = observations.get(lease.target());
        if (seen == null && lease.isRecent(heartbeat.timeout(), clock.now())) {
            return HolderState.ALIVE;
        }
        if (seen == null) {
            observations.put(lease.target(), new LeaseObservation(lease, clock.now()));
            return HolderState.SILENT;
        }
        if (!seen.lease().equals(lease)) {
            return HolderState.ALIVE;
        }
        boolean over = Duration.between(seen.at(), clock.now()).compareTo(heartbeat.timeout()) >= 0;
        return over ? HolderState.DEAD : HolderState.SILENT;
    }

    private String takeoverNotice(LeaseRecord record) {
        return "took over the lease of " + record.owner() + ", run " + record.run() + ", last heartbeat at "
                + LeaseRecord.formatTime(record.heartbeat(), clock.now())
                + (record.owner().hasEnded(owner) ? ": that process has ended" : ": no heartbeat since");
    }

    private List<LeaseRecord> readAll() throws IOException {
        List<LeaseRecord> leases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(EXTENSION)).toList()) {
                String name = String.valueOf(file.getFileName());
                read(file, name.substring(0, name.length() - EXTENSION.length()))
                        .ifPresent(leases::add);
            }
        }
        return leases;
    }

    private Optional<LeaseRecord> read(LeaseKey key) throws IOException {
        return read(file(key), key.name());
    }

    /** @param name the target when the file has none, as in files of older versions */
    private static Optional<LeaseRecord> read(Path file, String name) throws IOException {
        try {
            return LeaseRecord.read(BoundedFileReader.readText(file)).map(lease -> lease.withDefaultTarget(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void write(LeaseKey key, LeaseRecord record) throws IOException {
        Path draft = folder.resolve(key.fileName() + ".draft");
        PrivateFiles.createFile(draft);
        Files.writeString(draft, record.write());
        Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(LeaseKey key) {
        return folder.resolve(key.fileName() + EXTENSION);
    }

    private Path file(String name) {
        return file(new LeaseKey(name, name));
    }

    /** Excludes other threads and processes while a lease is read and replaced. */
    private static final class FolderLock implements AutoCloseable {

        private final FileChannel channel;
        private final FileLock lock;

        FolderLock(Path folder) throws IOException {
            PrivateFiles.createFolders(folder);
            PrivateFiles.createFile(folder.resolve("lock"));
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE);
            lock = channel.lock();
        }

        void requireValid() {
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
