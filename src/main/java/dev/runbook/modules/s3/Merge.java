package dev.runbook.modules.s3;

import dev.runbook.modules.Refresh;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.ObjectListing.Entry;
import dev.runbook.port.PortException;
import dev.runbook.yaml.Glob;
import java.util.Optional;
import java.util.Set;

/**
 * Walks the listings of both sides of a copy in parallel, in the order of the keys, and reports to a visitor how the sides
 * differ. Both listings are sorted already, so memory use does not depend on the size of the buckets.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">ListObjectsV2</a>
 */
final class Merge {

    private static final Set<String> ARCHIVED = Set.of("GLACIER", "DEEP_ARCHIVE");

    private final Refresh.Copy copy;
    private final KeyFilter filter;
    private final Sameness sameness;

    Merge(Refresh.Copy copy, Sameness sameness) {
        this.copy = copy;
        this.filter = new KeyFilter(copy.rules());
        this.sameness = sameness;
    }

    /** Receives what the walk finds; returns whether to continue. */
    interface Finder {

        /** An object that the target does not have, or has in a different version. */
        boolean differs(Entry source) throws PortException, InterruptedException;

        /** An object that the source does not have. */
        boolean extra(Entry target) throws PortException, InterruptedException;

        /** An object that is the same on both sides. */
        void same(Entry source);

        /** An object of the source that cannot be copied because it is archived; the target keeps what it has. */
        void archived(Entry source);
    }

    /**
     * The numbers of objects of a walk.
     *
     * @param source objects of the source that pass the filter
     * @param target all objects of the target under the prefix
     * @param whole whether both listings were walked completely
     * @param idle the globs that have matched no key of either side
     */
    record Seen(long source, long target, boolean whole, Set<Glob> idle) {
        Seen {
            idle = Set.copyOf(idle);
        }
    }

    Seen walk(ObjectListing sourceStore, ObjectListing targetStore, Finder finder)
            throws PortException, InterruptedException {
        try (PagedListing sources = new PagedListing(sourceStore, copy.source());
                PagedListing targets = new PagedListing(targetStore, copy.target())) {
            long sourceCount = 0;
            long targetCount = 0;
            boolean on = true;
            Optional<Entry> source = nextTaken(sources);
            Optional<Entry> target = targets.next();
            while (on && (source.isPresent() || target.isPresent())) {
                int order = order(source, target);
                if (order <= 0) {
                    sourceCount++;
                    on = judge(source.orElseThrow(), order == 0 ? target : Optional.empty(), finder);
                } else if (filter.takes(below(target.orElseThrow(), copy.target()))) {
                    on = finder.extra(target.orElseThrow());
                }
                targetCount += order >= 0 ? 1 : 0;
                source = order <= 0 && on ? nextTaken(sources) : source;
                target = order >= 0 && on ? targets.next() : target;
            }
            return new Seen(sourceCount, targetCount, on, filter.idle());
        }
    }

    private boolean judge(Entry source, Optional<Entry> target, Finder finder)
            throws PortException, InterruptedException {
        if (target.isPresent() && !sameness.changed(source, target.get())) {
            finder.same(source);
            return true;
        }
        if (ARCHIVED.contains(source.storageClass())) {
            finder.archived(source);
            return true;
        }
        return finder.differs(source);
    }

    /** The next object that passes the filter. Other keys are ignored on both sides: neither copied nor deleted. */
    private Optional<Entry> nextTaken(PagedListing sources) throws PortException, InterruptedException {
        Optional<Entry> entry = sources.next();
        while (entry.isPresent() && !takes(entry.get())) {
            entry = sources.next();
        }
        return entry;
    }

    private boolean takes(Entry source) {
        String below = below(source, copy.source());
        // The object named like the prefix itself would get an empty key in a target without a prefix.
        return filter.takes(below)
                && !(below.isEmpty() && copy.target().prefix().isEmpty());
    }

    /** Compares the keys below the prefix. This keeps the order, because all keys of a side have the same prefix. */
    private int order(Optional<Entry> source, Optional<Entry> target) {
        if (source.isEmpty() || target.isEmpty()) {
            return source.isPresent() ? -1 : 1;
        }
        return ObjectListing.KEY_ORDER.compare(below(source.get(), copy.source()), below(target.get(), copy.target()));
    }

    private static String below(Entry entry, Refresh.Place place) {
        return entry.key().substring(place.prefix().length());
    }
}
