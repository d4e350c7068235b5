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

    private static final String ENDING = ".json";

    private final Path folder;
    private final Owner owner;
    private final Time time;
    private final Pulse pulse;
    private final Map<String, Sighting> sightings = new HashMap<>();

    public Leases(Path state, Owner owner, Time time, Pulse pulse) {
        this.folder = state.resolve("leases");
        this.owner = owner;
        this.time = time;
        this.pulse = pulse;
    }

    /** The local clock; {@code now} is monotonic and never jumps. */
    public interface Time {

        Instant now();

        void sleep(Duration duration) throws InterruptedException;
    }

    /**
     * The heartbeat of a run.
     *
     * @param beat the interval of renewals
     * @param beatsMissedMax the number of missed renewals after which a lease may be taken over
     */
    public record Pulse(Duration beat, int beatsMissedMax) {
        /** A renewal every five seconds, and a timeout of one minute. */
        public static Pulse usual() {
            return new Pulse(Duration.ofSeconds(5), 12);
        }

        /** The time without a renewal after which a lease counts as abandoned. */
        public Duration patience() {
            return beat.multipliedBy(beatsMissedMax);
        }
    }

    /** A lease as first seen, and when. */
    private record Sighting(LeaseRecord lease, Instant at) {}

    private enum Life {
        LIVING,
        SILENT,
        GONE
    }

    Pulse pulse() {
        return pulse;
    }

    /**
     * Starts to watch all conflicting leases that seem abandoned, at the same time.
     *
     * @return one message for each of them
     */
    public synchronized List<String> watch(Collection<LeaseKey> keys, String run) throws IOException {
        List<String> silent = new ArrayList<>();
        try (Guard guard = new Guard(folder)) {
            guard.check();
            for (LeaseKey key : keys) {
                for (LeaseRecord rival : rivals(key, run)) {
                    if (life(rival) == Life.SILENT) {
                        silent.add(key.words() + " is held by " + rival.words(time.now())
                                + ": waiting up to " + pulse.patience().toSeconds()
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
        Optional<Lease> lease = attempt(key, run);
        while (lease.isEmpty()) {
            time.sleep(pulse.beat().dividedBy(2));
            lease = attempt(key, run);
        }
        return lease.get();
    }

    /** Empty while it is unknown whether a holder is alive. */
    private synchronized Optional<Lease> attempt(LeaseKey key, String run) throws LeaseHeldException, IOException {
        try (Guard guard = new Guard(folder)) {
            guard.check();
            List<LeaseRecord> rivals = rivals(key, run);
            boolean sure = true;
            for (LeaseRecord rival : rivals) {
                Life life = life(rival);
                if (life == Life.LIVING) {
                    throw LeaseHeldException.held(key, rival, time.now());
                }
                sure &= life == Life.GONE;
            }
            if (!sure) {
                return Optional.empty();
            }
            for (LeaseRecord rival : rivals) {
                Files.deleteIfExists(file(rival.on()));
            }
            write(key, new LeaseRecord(owner, run, time.now(), time.now(), key.name()));
            return Optional.of(
                    new Lease(this, key, run, rivals.stream().findFirst().map(this::takenOver)));
        }
    }

    /** The runs that hold a lease with a recent heartbeat. */
    public Set<String> runs() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        Set<String> runs = new HashSet<>();
        for (LeaseRecord lease : all()) {
            boolean silent = Duration.between(lease.heartbeat(), time.now()).compareTo(pulse.patience()) > 0;
            if (!lease.owner().isGoneFrom(owner) && !silent) {
                runs.add(lease.run());
            }
        }
        return runs;
    }

    synchronized void renew(LeaseKey key, String run) throws LeaseHeldException, IOException {
        try (Guard guard = new Guard(folder)) {
            guard.check();
            write(key, mine(key, run).renewed(time.now()));
        }
    }

    synchronized void release(LeaseKey key, String run) throws IOException {
        try (Guard guard = new Guard(folder)) {
            guard.check();
            if (read(key).filter(record -> record.isHeldBy(owner, run)).isPresent()) {
                Files.deleteIfExists(file(key));
            }
        }
    }

    private LeaseRecord mine(LeaseKey key, String run) throws LeaseHeldException, IOException {
        Optional<LeaseRecord> record = read(key);
        if (record.isEmpty()) {
            throw LeaseHeldException.gone(key, file(key), time.now());
        }
        if (!record.get().isHeldBy(owner, run)) {
            String by = record.get().owner() + " has taken it over in run "
                    + record.get().run();
            throw LeaseHeldException.lost(key, by, time.now());
        }
        return record.get();
    }

    /** The conflicting leases of other runs. */
    private List<LeaseRecord> rivals(LeaseKey key, String run) throws IOException {
        List<LeaseRecord> found = key.isBucket() ? all() : read(key).stream().toList();
        return found.stream()
                .filter(record -> key.excludes(record.on()) && !record.isHeldBy(owner, run))
                .toList();
    }

    private Life life(LeaseRecord lease) {
        if (lease.owner().isGoneFrom(owner)) {
            return Life.GONE;
        }
        Sighting seen = sightings.get(lease.on());
        if (seen == null && lease.wasHeardOf(pulse.patience(), time.now())) {
            return Life.LIVING;
        }
        if (seen == null) {
            sightings.put(lease.on(), new Sighting(lease, time.now()));
            return Life.SILENT;
        }
        if (!seen.lease().equals(lease)) {
            return Life.LIVING;
        }
        boolean over = Duration.between(seen.at(), time.now()).compareTo(pulse.patience()) >= 0;
        return over ? Life.GONE : Life.SILENT;
    }

    private String takenOver(LeaseRecord record) {
        return "took over the lease of " + record.owner() + ", run " + record.run() + ", last heartbeat at "
                + LeaseRecord.clock(record.heartbeat(), time.now())
                + (record.owner().isGoneFrom(owner) ? ": that process has ended" : ": no heartbeat since");
    }

    private List<LeaseRecord> all() throws IOException {
        List<LeaseRecord> leases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(ENDING)).toList()) {
                String name = String.valueOf(file.getFileName());
                read(file, name.substring(0, name.length() - ENDING.length())).ifPresent(leases::add);
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
            return LeaseRecord.read(Contents.text(file)).map(lease -> lease.named(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void write(LeaseKey key, LeaseRecord record) throws IOException {
        Path draft = folder.resolve(key.file() + ".draft");
        Private.create(draft);
        Files.writeString(draft, record.write());
        Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(LeaseKey key) {
        return folder.resolve(key.file() + ENDING);
    }

    private Path file(String name) {
        return file(new LeaseKey(name, name));
    }

    /** Excludes other threads and processes while a lease is read and replaced. */
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
