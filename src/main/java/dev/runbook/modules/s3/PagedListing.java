package dev.runbook.modules.s3;

import dev.runbook.modules.Refresh.Place;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.PortException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Iterates over the objects under a prefix; requests the next page while one is read. */
final class PagedListing implements AutoCloseable {

    private final ObjectListing store;
    private final Place place;
    private final ExecutorService ahead = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "listing");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<Future<ObjectListing.Page>> coming;
    private Iterator<ObjectListing.Entry> page = List.<ObjectListing.Entry>of().iterator();

    PagedListing(ObjectListing store, Place place) {
        this.store = store;
        this.place = place;
        this.coming = Optional.of(fetch(Optional.empty()));
    }

    /**
     * The next object; empty at the end.
     *
     * @throws PortException if the next page cannot be listed
     * @throws InterruptedException if the run is cancelled or the task reaches its deadline
     */
    Optional<ObjectListing.Entry> next() throws PortException, InterruptedException {
        while (!page.hasNext()) {
            if (coming.isEmpty()) {
                return Optional.empty();
            }
            turn(coming.get());
        }
        return Optional.of(page.next());
    }

    private void turn(Future<ObjectListing.Page> future) throws PortException, InterruptedException {
        ObjectListing.Page arrived = arrived(future);
        List<ObjectListing.Entry> entries = arrived.entries();
        coming = arrived.more() && !entries.isEmpty()
                ? Optional.of(fetch(Optional.of(entries.get(entries.size() - 1).key())))
                : Optional.empty();
        page = entries.iterator();
    }

    private Future<ObjectListing.Page> fetch(Optional<String> afterKey) {
        return ahead.submit(() -> store.list(place.bucket(), place.prefix(), afterKey));
    }

    private static ObjectListing.Page arrived(Future<ObjectListing.Page> future)
            throws PortException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PortException failed) {
                throw failed;
            }
            throw new IllegalStateException("a listing failed", e.getCause());
        }
    }

    @Override
    public void close() {
        ahead.shutdownNow();
    }
}
