package dev.runbook.engine;

import dev.runbook.port.PortException;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what exists for one pair. For one thread. */
final class PairWorld {

    private final Fleet fleet;
    private final InstanceId source;
    private final Completed completed;
    private Optional<World> withSnapshots = Optional.empty();
    private Optional<Fleet.Reading> last = Optional.empty();

    PairWorld(Fleet fleet, InstanceId source, Completed completed) {
        this.fleet = fleet;
        this.source = source;
        this.completed = completed;
    }

    Completed completed() {
        return completed;
    }

    /** A number that only readings begun later exceed. */
    long mark() {
        return fleet.newest();
    }

    /** The world at the start of a run, shared by the pairs that start together. */
    World first() throws PortException {
        return world(TaskPlace.of(""), fleet.recent(Duration.ofSeconds(10)));
    }

    World fresh(TaskPlace place) throws PortException {
        return world(place, fleet.fresh());
    }

    /** A world read after the mark and not older than this. */
    World after(TaskPlace place, long mark, Duration ageMax) throws PortException {
        return world(place, fleet.after(mark, ageMax));
    }

    World seen(TaskPlace place) throws PortException {
        return last.isPresent() ? world(place, last.get()) : fresh(place);
    }

    /** The world now; when it cannot be read, as it was seen last. */
    Optional<World> latest() {
        Optional<Fleet.Reading> known = last;
        try {
            return Optional.of(fresh(TaskPlace.of("")));
        } catch (PortException e) {
            return known.map(reading -> World.of(reading.instances(), List.of(), Set.of()));
        }
    }

    private World world(TaskPlace place, Fleet.Reading reading) throws PortException {
        if (withSnapshots.isEmpty()) {
            withSnapshots = Optional.of(fleet.snapshots(source));
        }
        last = Optional.of(reading);
        World world = World.of(reading.instances(), withSnapshots.get().snapshots(), Set.of());
        return completed.scope(world, place);
    }
}
