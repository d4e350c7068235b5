package dev.runbook.modules.s3;

import dev.runbook.expression.Value;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh.BucketCopy;
import dev.runbook.modules.Refresh.BucketPath;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.ObjectListing.Entry;
import dev.runbook.port.PortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the two sides of a copy while it is planned. A preflight only checks that source and target exist; a check counts
 * and describes every call; a run reads until it is clear that there is something to do and that it is allowed.
 */
final class SyncPreview {

    private static final int DELETED_AT_ONCE = 1000;

    private final ObjectCalls calls;
    private final PlanningContext context;
    private final UnmatchedGlobs globs;
    private final SyncCounts counts = new SyncCounts();
    private boolean isComplete;

    SyncPreview(ObjectCalls calls, PlanningContext context, UnmatchedGlobs globs) {
        this.calls = calls;
        this.context = context;
        this.globs = globs;
    }

    ObjectCalls calls() {
        return calls;
    }

    /** Whether the copy has anything to do, as far as the sides have been read. */
    boolean hasWork() {
        return context.purpose() == PlanningContext.Purpose.PREFLIGHT || !counts.isEmpty();
    }

    /** The counts; empty if the walk ended early. */
    Optional<SyncCounts> counts() {
        return isComplete ? Optional.of(counts) : Optional.empty();
    }

    /** The message if there is nothing to do. */
    String upToDateMessage() {
        return SyncBucket.name(calls.copy().target()) + " is up to date: "
                + AmountFormat.count(counts.same.sum(), "object") + " the same"
                + (counts.archived.sum() == 0
                        ? ""
                        : ", " + AmountFormat.count(counts.archived.sum(), "archived object") + " left out");
    }

    void compare(ObjectComparison comparison) throws ModuleException, PortException, InterruptedException {
        BucketCopy copy = calls.copy();
        ObjectListing source = requireListing(copy.source());
        ObjectListing target = requireListing(copy.target());
        refuseEmpty(source.list(copy.source().bucket(), copy.source().prefix(), Optional.empty())
                .entries()
                .isEmpty());
        if (context.purpose() == PlanningContext.Purpose.PREFLIGHT) {
            return;
        }
        boolean all = context.purpose() == PlanningContext.Purpose.CHECK
                || copy.rules().delete();
        PreviewVisitor counter = new PreviewVisitor(all);
        ListingMerge.WalkSummary walk = new ListingMerge(copy, comparison).walk(source, target, counter);
        counter.showDeletes();
        counter.recordListings(walk);
        isComplete = walk.isComplete();
        if (walk.isComplete()) {
            checkResult(walk);
        }
    }

    private void checkResult(ListingMerge.WalkSummary walk) throws ModuleException {
        refuseEmpty(walk.sourceObjects() == 0);
        Optional<String> objection =
                new DeleteCap(calls.copy().rules().deleteMax()).objection(counts.deleted.sum(), walk.targetObjects());
        if (objection.isPresent()) {
            throw ModuleException.refusal(
                    SyncBucket.name(calls.copy().target()) + ": " + objection.get(),
                    "check that the source is the right one; then set 'delete_max', or turn 'delete' off");
        }
        globs.recordWalk(calls.copy(), walk.unmatchedGlobs()).forEach(context::warn);
        if (counts.archived.sum() > 0) {
            context.warn(AmountFormat.count(counts.archived.sum(), "object") + " of "
                    + SyncBucket.name(calls.copy().source()) + " are archived and are left out");
        }
    }

    private void refuseEmpty(boolean empty) throws ModuleException {
        if (empty) {
            throw ModuleException.refusal(
                    "there is nothing to copy in "
                            + SyncBucket.name(calls.copy().source()),
                    "an empty source is usually a wrong name and not an empty bucket: check bucket, prefix and 'include'");
        }
    }

    private ObjectListing requireListing(BucketPath path) throws ModuleException, PortException {
        ObjectListing listing = context.buckets(path.account())
                .orElseThrow(() -> ModuleException.failure(
                        "the inventory has no account '" + path.account() + "'", "add it under 'accounts'"));
        if (!listing.bucketExists(path.bucket())) {
            throw ModuleException.refusal(
                    "there is no bucket " + path.bucket() + " in account '" + path.account() + "'",
                    "create it, or correct the name in the pair's 'copies'");
        }
        return listing;
    }

    /** Counts the objects and, in a check, describes each call. */
    private final class PreviewVisitor implements ListingMerge.MergeVisitor {

        private final boolean all;
        private final boolean shown = context.purpose() == PlanningContext.Purpose.CHECK;
        private final List<String> keys = new ArrayList<>();
        private final ListingDigest sources = new ListingDigest("objects");
        private final ListingDigest targets = new ListingDigest("of its own");

        PreviewVisitor(boolean all) {
            this.all = all;
        }

        @Override
        public boolean visitDifferent(Entry source) {
            counts.copied.increment();
            counts.bytes.add(source.sizeBytes());
            if (shown) {
                sources.add(source);
                calls.describeCopy(source, context::addPredictedCall);
            }
            return all;
        }

        @Override
        public boolean visitExtra(Entry target) {
            if (shown) {
                targets.add(target);
            }
            if (calls.copy().rules().delete()) {
                counts.deleted.increment();
                if (shown) {
                    keys.add(target.key());
                }
            }
            return true;
        }

        @Override
        public void visitSame(Entry source) {
            counts.same.increment();
            if (shown) {
                sources.add(source);
            }
        }

        @Override
        public void visitArchived(Entry source) {
            counts.archived.increment();
            if (shown) {
                sources.add(source);
            }
        }

        /** Records the state of both sides for a saved plan. */
        void recordListings(ListingMerge.WalkSummary walk) {
            if (shown) {
                context.recordResource("bucket", SyncBucket.name(calls.copy().source()), sources.facts());
                Map<String, Value> target = new LinkedHashMap<>();
                target.put("objects", new Value.Whole(walk.targetObjects()));
                target.putAll(targets.facts().fields());
                context.recordResource("bucket", SyncBucket.name(calls.copy().target()), new Value.Fields(target));
            }
        }

        /** Describes the deletions, after the copies as in a run. */
        void showDeletes() {
            for (int i = 0; shown && i < keys.size(); i += DELETED_AT_ONCE) {
                context.addPredictedCall(
                        calls.describeDelete(keys.subList(i, Math.min(keys.size(), i + DELETED_AT_ONCE))));
            }
        }
    }
}
