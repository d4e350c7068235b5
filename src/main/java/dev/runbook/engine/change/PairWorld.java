package dev.runbook.engine.change;

import dev.runbook.port.PortException;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what exists for one pair. For one thread. */
public final class PairWorld {

    private final InstanceCache instanceCache;
    private final InstanceId source;
    private final CompletedChanges completedChanges;
    private Optional<World> withSnapshots = Optional.empty();
    private Optional<InstanceCache.CachedInstances> last = Optional.empty();

    public PairWorld(InstanceCache instanceCache, InstanceId source, CompletedChanges completedChanges) {
        this.instanceCache = instanceCache;
        this.source = source;
        this.completedChanges = completedChanges;
    }

    CompletedChanges completedChanges() {
        return completedChanges;
    }

    /** A number that only readings begun later exceed. */
    long readMark() {
        return instanceCache.newest();
    }

    /** The world at the start of a run, shared by the pairs that start together. */
    public World first() throws PortException {
        return world(TaskKey.of(""), instanceCache.recent(Duration.ofSeconds(10)));
    }

    World readWorld(TaskKey taskKey) throws PortException {
        return world(taskKey, instanceCache.fresh());
    }

    /** A world read after the mark and not older than this. */
    World readAfter(TaskKey taskKey, long mark, Duration ageMax) throws PortException {
        return world(taskKey, instanceCache.after(mark, ageMax));
    }

    World lastWorld(TaskKey taskKey) throws PortException {
        return last.isPresent() ? world(taskKey, last.get()) : readWorld(taskKey);
    }

    /** The world now; when it cannot be read, as it was seen last. */
    public Optional<World> latestWorld() {
        Optional<InstanceCache.CachedInstances> known = last;
        try {
            return Optional.of(readWorld(TaskKey.of("")));
        } catch (PortException e) {
            return known.map(reading -> World.of(reading.instances(), List.of(), Set.of()));
        }
    }

    private World world(TaskKey taskKey, InstanceCache.CachedInstances reading) throws PortException {
        if (withSnapshots.isEmpty()) {
            withSnapshots = Optional.of(instanceCache.snapshots(source));
        }
        last = Optional.of(reading);
        World world = World.of(reading.instances(), withSnapshots.get().snapshots(), Set.of());
        return completedChanges.visibleTo(world, taskKey);
    }
}
