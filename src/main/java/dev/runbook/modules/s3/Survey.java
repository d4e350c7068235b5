package dev.runbook.modules.s3;

import dev.runbook.expression.Value;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Refresh.Copy;
import dev.runbook.modules.Refresh.Place;
import dev.runbook.modules.View;
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
final class Survey {

    private static final int DELETED_AT_ONCE = 1000;

    private final ObjectCalls calls;
    private final View view;
    private final IdleGlobs globs;
    private final Tally tally = new Tally();
    private boolean counted;

    Survey(ObjectCalls calls, View view, IdleGlobs globs) {
        this.calls = calls;
        this.view = view;
        this.globs = globs;
    }

    ObjectCalls calls() {
        return calls;
    }

    /** Whether the copy has anything to do, as far as the sides have been read. */
    boolean somethingToDo() {
        return view.purpose() == View.Purpose.PREFLIGHT || !tally.isNothing();
    }

    /** The counts; empty if the walk ended early. */
    Optional<Tally> counted() {
        return counted ? Optional.of(tally) : Optional.empty();
    }

    /** The message if there is nothing to do. */
    String calm() {
        return SyncBucket.name(calls.copy().target()) + " is up to date: "
                + Amount.of(tally.same.sum(), "object") + " the same"
                + (tally.archived.sum() == 0
                        ? ""
                        : ", " + Amount.of(tally.archived.sum(), "archived object") + " left out");
    }

    void take(Sameness sameness) throws ModuleException, PortException, InterruptedException {
        Copy copy = calls.copy();
        ObjectListing source = listing(copy.source());
        ObjectListing target = listing(copy.target());
        refuseEmpty(source.list(copy.source().bucket(), copy.source().prefix(), Optional.empty())
                .entries()
                .isEmpty());
        if (view.purpose() == View.Purpose.PREFLIGHT) {
            return;
        }
        boolean all = view.purpose() == View.Purpose.CHECK || copy.rules().delete();
        Counter counter = new Counter(all);
        Merge.Seen seen = new Merge(copy, sameness).walk(source, target, counter);
        counter.showDeletes();
        counter.tellListings(seen);
        counted = seen.whole();
        if (seen.whole()) {
            judge(seen);
        }
    }

    private void judge(Merge.Seen seen) throws ModuleException {
        refuseEmpty(seen.source() == 0);
        Optional<String> objection =
                new DeleteCap(calls.copy().rules().deleteMax()).objection(tally.deleted.sum(), seen.target());
        if (objection.isPresent()) {
            throw ModuleException.refused(
                    SyncBucket.name(calls.copy().target()) + ": " + objection.get(),
                    "check that the source is the right one; then set 'delete_max', or turn 'delete' off");
        }
        globs.walked(calls.copy(), seen.idle()).forEach(view::warn);
        if (tally.archived.sum() > 0) {
            view.warn(Amount.of(tally.archived.sum(), "object") + " of "
                    + SyncBucket.name(calls.copy().source()) + " are archived and are left out");
        }
    }

    private void refuseEmpty(boolean empty) throws ModuleException {
        if (empty) {
            throw ModuleException.refused(
                    "there is nothing to copy in "
                            + SyncBucket.name(calls.copy().source()),
                    "an empty source is usually a wrong name and not an empty bucket: check bucket, prefix and 'include'");
        }
    }

    private ObjectListing listing(Place place) throws ModuleException, PortException {
        ObjectListing listing = view.buckets(place.account())
                .orElseThrow(() -> ModuleException.failed(
                        "the inventory has no account '" + place.account() + "'", "add it under 'accounts'"));
        if (!listing.bucketExists(place.bucket())) {
            throw ModuleException.refused(
                    "there is no bucket " + place.bucket() + " in account '" + place.account() + "'",
                    "create it, or correct the name in the pair's 'copies'");
        }
        return listing;
    }

    /** Counts the objects and, in a check, describes each call. */
    private final class Counter implements Merge.Finder {

        private final boolean all;
        private final boolean shown = view.purpose() == View.Purpose.CHECK;
        private final List<String> keys = new ArrayList<>();
        private final ListingDigest sources = new ListingDigest("objects");
        private final ListingDigest targets = new ListingDigest("of its own");

        Counter(boolean all) {
            this.all = all;
        }

        @Override
        public boolean differs(Entry source) {
            tally.copied.increment();
            tally.bytes.add(source.sizeBytes());
            if (shown) {
                sources.add(source);
                calls.describeCopy(source, view::foresee);
            }
            return all;
        }

        @Override
        public boolean extra(Entry target) {
            if (shown) {
                targets.add(target);
            }
            if (calls.copy().rules().delete()) {
                tally.deleted.increment();
                if (shown) {
                    keys.add(target.key());
                }
            }
            return true;
        }

        @Override
        public void same(Entry source) {
            tally.same.increment();
            if (shown) {
                sources.add(source);
            }
        }

        @Override
        public void archived(Entry source) {
            tally.archived.increment();
            if (shown) {
                sources.add(source);
            }
        }

        /** Records the state of both sides for a saved plan. */
        void tellListings(Merge.Seen seen) {
            if (shown) {
                view.found("bucket", SyncBucket.name(calls.copy().source()), sources.facts());
                Map<String, Value> target = new LinkedHashMap<>();
                target.put("objects", new Value.Whole(seen.target()));
                target.putAll(targets.facts().fields());
                view.found("bucket", SyncBucket.name(calls.copy().target()), new Value.Fields(target));
            }
        }

        /** Describes the deletions, after the copies as in a run. */
        void showDeletes() {
            for (int i = 0; shown && i < keys.size(); i += DELETED_AT_ONCE) {
                view.foresee(calls.describeDelete(keys.subList(i, Math.min(keys.size(), i + DELETED_AT_ONCE))));
            }
        }
    }
}
