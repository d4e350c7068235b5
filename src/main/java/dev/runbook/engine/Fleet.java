package dev.runbook.engine;

import dev.runbook.port.Clock;
import dev.runbook.port.PortException;
import dev.runbook.port.Rds;
import dev.runbook.world.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The instances of one account and region, read once for all pairs that want to know at the same time. */
final class Fleet {

    private final Rds rds;
    private final Clock clock;
    private final AtomicLong begun = new AtomicLong();
    private Optional<Reading> last = Optional.empty();

    Fleet(Rds rds, Clock clock) {
        this.rds = rds;
        this.clock = clock;
    }

    /**
     * All instances at one moment.
     *
     * @param number readings count from 1, in the order in which they were begun
     */
    record Reading(long number, Instant at, List<Instance> instances) {
        Reading {
            instances = List.copyOf(instances);
        }
    }

    /** The number of the newest reading begun; one with a greater number shows whatever happened before now. */
    long newest() {
        return begun.get();
    }

    /** A reading that was begun after this call. */
    Reading fresh() throws PortException {
        return after(newest(), Duration.ofDays(1));
    }

    /** A reading with a greater number that is not older than this; shared with others where possible. */
    synchronized Reading after(long number, Duration ageMax) throws PortException {
        Instant oldest = clock.now().minus(ageMax);
        Optional<Reading> known = last.filter(
                reading -> reading.number() > number && !reading.at().isBefore(oldest));
        return known.isPresent() ? known.get() : read();
    }

    private Reading read() throws PortException {
        long number = begun.incrementAndGet();
        Instant at = clock.now();
        List<Instance> instances = rds.instances().stream().map(Instance::new).toList();
        Reading reading = new Reading(number, at, instances);
        last = Optional.of(reading);
        return reading;
    }
}
