package dev.runbook.modules.s3;

import dev.runbook.modules.Refresh.BucketPath;
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
    private final BucketPath path;
    private final ExecutorService prefetcher = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "listing");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<Future<ObjectListing.Page>> nextPage;
    private Iterator<ObjectListing.Entry> page = List.<ObjectListing.Entry>of().iterator();

    PagedListing(ObjectListing store, BucketPath path) {
        this.store = store;
        this.path = path;
        this.nextPage = Optional.of(fetch(Optional.empty()));
    }

    /**
     * The next object; empty at the end.
     *
     * @throws PortException if the next page cannot be listed
     * @throws InterruptedException if the run is cancelled or the task reaches its deadline
     */
    Optional<ObjectListing.Entry> next() throws PortException, InterruptedException {
        while (!page.hasNext()) {
            if (nextPage.isEmpty()) {
                return Optional.empty();
            }
            usePage(nextPage.get());
        }
        return Optional.of(page.next());
    }

    private void usePage(Future<ObjectListing.Page> future) throws PortException, InterruptedException {
        ObjectListing.Page arrived = awaitPage(future);
        List<ObjectListing.Entry> entries = arrived.entries();
        nextPage = arrived.more() && !entries.isEmpty()
                ? Optional.of(fetch(Optional.of(entries.get(entries.size() - 1).key())))
                : Optional.empty();
        page = entries.iterator();
    }

    private Future<ObjectListing.Page> fetch(Optional<String> afterKey) {
        return prefetcher.submit(() -> store.list(path.bucket(), path.prefix(), afterKey));
    }

    private static ObjectListing.Page awaitPage(Future<ObjectListing.Page> future)
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
        prefetcher.shutdownNow();
    }
}
