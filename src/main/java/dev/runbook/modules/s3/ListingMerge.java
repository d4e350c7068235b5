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
final class ListingMerge {

    private static final Set<String> ARCHIVED = Set.of("GLACIER", "DEEP_ARCHIVE");

    private final Refresh.BucketCopy copy;
    private final KeyFilter filter;
    private final ObjectComparison comparison;

    ListingMerge(Refresh.BucketCopy copy, ObjectComparison comparison) {
        this.copy = copy;
        this.filter = new KeyFilter(copy.rules());
        this.comparison = comparison;
    }

    /** Receives what the walk finds; returns whether to continue. */
    interface MergeVisitor {

        /** An object that the target does not have, or has in a different version. */
        boolean visitDifferent(Entry source) throws PortException, InterruptedException;

        /** An object that the source does not have. */
        boolean visitExtra(Entry target) throws PortException, InterruptedException;

        /** An object that is the same on both sides. */
        void visitSame(Entry source);

        /** An object of the source that cannot be copied because it is archived; the target keeps what it has. */
        void visitArchived(Entry source);
    }

    /**
     * The numbers of objects of a walk.
     *
     * @param sourceObjects objects of the source that pass the filter
     * @param targetObjects all objects of the target under the prefix
     * @param isComplete whether both listings were walked completely
     * @param unmatchedGlobs the globs that have matched no key of either side
     */
    record WalkSummary(long sourceObjects, long targetObjects, boolean isComplete, Set<Glob> unmatchedGlobs) {
        WalkSummary {
            unmatchedGlobs = Set.copyOf(unmatchedGlobs);
        }
    }

    WalkSummary walk(ObjectListing sourceStore, ObjectListing targetStore, MergeVisitor visitor)
            throws PortException, InterruptedException {
        try (PagedListing sources = new PagedListing(sourceStore, copy.source());
                PagedListing targets = new PagedListing(targetStore, copy.target())) {
            long sourceCount = 0;
            long targetCount = 0;
            boolean on = true;
            Optional<Entry> source = nextAccepted(sources);
            Optional<Entry> target = targets.next();
            while (on && (source.isPresent() || target.isPresent())) {
                int order = order(source, target);
                if (order <= 0) {
                    sourceCount++;
                    on = visitSource(source.orElseThrow(), order == 0 ? target : Optional.empty(), visitor);
                } else if (filter.accepts(keyBelowPrefix(target.orElseThrow(), copy.target()))) {
                    on = visitor.visitExtra(target.orElseThrow());
                }
                targetCount += order >= 0 ? 1 : 0;
                source = order <= 0 && on ? nextAccepted(sources) : source;
                target = order >= 0 && on ? targets.next() : target;
            }
            return new WalkSummary(sourceCount, targetCount, on, filter.unmatchedGlobs());
        }
    }

    private boolean visitSource(Entry source, Optional<Entry> target, MergeVisitor visitor)
            throws PortException, InterruptedException {
        if (target.isPresent() && !comparison.differs(source, target.get())) {
            visitor.visitSame(source);
            return true;
        }
        if (ARCHIVED.contains(source.storageClass())) {
            visitor.visitArchived(source);
            return true;
        }
        return visitor.visitDifferent(source);
    }

    /** The next object that passes the filter. Other keys are ignored on both sides: neither copied nor deleted. */
    private Optional<Entry> nextAccepted(PagedListing sources) throws PortException, InterruptedException {
        Optional<Entry> entry = sources.next();
        while (entry.isPresent() && !accepts(entry.get())) {
            entry = sources.next();
        }
        return entry;
    }

    private boolean accepts(Entry source) {
        String below = keyBelowPrefix(source, copy.source());
        // The object named like the prefix itself would get an empty key in a target without a prefix.
        return filter.accepts(below)
                && !(below.isEmpty() && copy.target().prefix().isEmpty());
    }

    /** Compares the keys below the prefix. This keeps the order, because all keys of a side have the same prefix. */
    private int order(Optional<Entry> source, Optional<Entry> target) {
        if (source.isEmpty() || target.isEmpty()) {
            return source.isPresent() ? -1 : 1;
        }
        return ObjectListing.KEY_ORDER.compare(
                keyBelowPrefix(source.get(), copy.source()), keyBelowPrefix(target.get(), copy.target()));
    }

    private static String keyBelowPrefix(Entry entry, Refresh.BucketPath path) {
        return entry.key().substring(path.prefix().length());
    }
}
