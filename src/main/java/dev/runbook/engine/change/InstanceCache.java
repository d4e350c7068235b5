package dev.runbook.engine.change;

import dev.runbook.port.Clock;
import dev.runbook.port.Pacing;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The instances of one account and region, read once for all pairs that want to know at the same time. */
public final class InstanceCache {

    private final Rds rds;
    private final Clock clock;
    private final RepeatedRead repeatedRead;
    private final Pacing pacing;
    private final AtomicLong begun = new AtomicLong();
    private Optional<CachedInstances> last = Optional.empty();

    InstanceCache(Rds rds, Clock clock, RepeatedRead repeatedRead, Pacing pacing) {
        this.rds = rds;
        this.clock = clock;
        this.repeatedRead = repeatedRead;
        this.pacing = pacing;
    }

    /**
     * All instances at one moment.
     *
     * @param number readings count from 1, in the order in which they were begun
     */
    record CachedInstances(long number, Instant at, List<Instance> instances) {
        CachedInstances {
            instances = List.copyOf(instances);
        }
    }

    /** The number of the newest reading begun; one with a greater number shows whatever happened before now. */
    long newest() {
        return begun.get();
    }

    /** A reading that was begun after this call; repeated when it is turned away. */
    CachedInstances fresh() throws PortException {
        long number = newest();
        return repeatedRead.read(pacing, () -> after(number, Duration.ofDays(1)));
    }

    /** A reading not older than this; repeated when it is turned away. */
    CachedInstances recent(Duration ageMax) throws PortException {
        return repeatedRead.read(pacing, () -> after(0, ageMax));
    }

    /** A world of the snapshots of an instance alone; repeated when that is turned away. */
    World snapshots(InstanceId source) throws PortException {
        return repeatedRead.read(pacing, () -> World.of(List.of(), rds.snapshots(source), Set.of()));
    }

    /** A reading with a greater number that is not older than this; shared with others where possible. */
    synchronized CachedInstances after(long number, Duration ageMax) throws PortException {
        Instant oldest = clock.now().minus(ageMax);
        Optional<CachedInstances> known = last.filter(
                reading -> reading.number() > number && !reading.at().isBefore(oldest));
        return known.isPresent() ? known.get() : read();
    }

    private CachedInstances read() throws PortException {
        long number = begun.incrementAndGet();
        Instant at = clock.now();
        List<Instance> instances = rds.instances().stream().map(Instance::new).toList();
        CachedInstances reading = new CachedInstances(number, at, instances);
        last = Optional.of(reading);
        return reading;
    }
}
