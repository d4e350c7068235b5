package dev.runbook.modules.s3;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh.BucketPath;
import dev.runbook.modules.Refresh.CopyRules;
import dev.runbook.modules.Subject;
import dev.runbook.port.ObjectListing.Entry;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Ports;
import dev.runbook.world.World;
import dev.runbook.yaml.Glob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Copies the objects that differ from one prefix to another, and then, if {@code delete} is set, deletes the objects that the
 * source does not have. Lists both sides each time, so it can be applied again at any point.
 *
 * @param expectedCounts the counts of the planning; empty if the objects were not counted
 * @param permitsCall whether a call may be made
 * @param totals gets the counts of this copy
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html">DeleteObjects: at most 1,000 keys</a>
 */
record SyncBucket(
        ObjectCalls calls,
        ObjectComparison comparison,
        int concurrency,
        Optional<SyncCounts> expectedCounts,
        Predicate<CallDescription> permitsCall,
        SyncTotals totals)
        implements Change {

    private static final int DELETED_AT_ONCE = 1000;

    /** Counts and unmatched globs of all copies of a task. */
    record SyncTotals(SyncCounts counts, UnmatchedGlobs globs) {}

    @Override
    public String key() {
        return "sync " + name(calls.copy().source()) + " to "
                + name(calls.copy().target());
    }

    static String name(BucketPath path) {
        return path.bucket() + "/" + path.prefix();
    }

    @Override
    public CallDescription describe() {
        CopyRules rules = calls.copy().rules();
        Map<String, Value> parameters = new LinkedHashMap<>();
        parameters.put("source", new Value.Text(name(calls.copy().source())));
        parameters.put("target", new Value.Text(name(calls.copy().target())));
        list(parameters, "include", rules.include());
        list(parameters, "exclude", rules.exclude());
        parameters.put("delete", new Value.Bool(rules.delete()));
        return new CallDescription(
                "s3",
                "Sync",
                name(calls.copy().target()),
                new Value.Fields(parameters),
                expectedCounts.map(SyncCounts::summary).orElse(""));
    }

    private static void list(Map<String, Value> parameters, String name, List<Glob> globs) {
        if (!globs.isEmpty()) {
            parameters.put(
                    name,
                    new Value.Items(globs.stream()
                            .<Value>map(glob -> new Value.Text(glob.text()))
                            .toList()));
        }
    }

    @Override
    public Subject subject() {
        BucketPath target = calls.copy().target();
        return new Subject.TargetBucket(target.account(), target.bucket(), target.prefix());
    }

    @Override
    public Progress progress(World world) {
        return Progress.needed();
    }

    @Override
    public World predict(World world) {
        return world;
    }

    @Override
    public List<Permission> permissions() {
        BucketPath source = calls.copy().source();
        BucketPath target = calls.copy().target();
        List<Permission> permissions = new ArrayList<>();
        permissions.add(new Permission("s3:ListBucket", "arn:aws:s3:::" + source.bucket()));
        permissions.add(new Permission("s3:ListBucket", "arn:aws:s3:::" + target.bucket()));
        permissions.add(new Permission("s3:GetObject", objects(source)));
        permissions.add(new Permission("s3:GetObjectTagging", objects(source)));
        permissions.add(new Permission("s3:PutObject", objects(target)));
        permissions.add(new Permission("s3:PutObjectTagging", objects(target)));
        permissions.add(new Permission("s3:AbortMultipartUpload", objects(target)));
        if (calls.copy().rules().delete()) {
            permissions.add(new Permission("s3:DeleteObject", objects(target)));
        }
        return permissions;
    }

    private static String objects(BucketPath path) {
        return "arn:aws:s3:::" + path.bucket() + "/" + path.prefix() + "*";
    }

    @Override
    public CompletionMode completionMode() {
        return CompletionMode.IMMEDIATE;
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        ObjectStore source = store(ports, calls.copy().source());
        ObjectStore target = store(ports, calls.copy().target());
        SyncCounts counts = new SyncCounts();
        CopyVisitor finder;
        ListingMerge.WalkSummary walk;
        try (ObjectCopier copier = new ObjectCopier(
                calls, new ObjectCopier.CopyStores(source, target, ports.pacing()), counts, concurrency)) {
            finder = new CopyVisitor(copier, counts, ports);
            walk = new ListingMerge(calls.copy(), comparison).walk(source, target, finder);
            copier.finish();
        }
        finder.show();
        if (expectedCounts.isEmpty()) {
            totals.globs().recordWalk(calls.copy(), walk.unmatchedGlobs()).forEach(ports.progress()::warn);
        }
        if (counts.changed.sum() > 0) {
            ports.progress()
                    .line(AmountFormat.count(counts.changed.sum(), "object")
                            + " changed in the source during the copy; the next sync copies the new versions");
        }
        if (calls.copy().rules().delete() && finder.extras > 0) {
            checkDeletes(finder.extras, walk);
            new DeleteVisitor(source, target, ports, counts).deleteExtras(finder.extras);
        }
        totals.counts().add(counts);
    }

    private static ObjectStore store(Ports ports, BucketPath path) throws PortException {
        ObjectStore store = ports.stores().get(path.account());
        if (store == null) {
            throw new PortException(Kind.BROKEN, "s3", "the inventory has no account '" + path.account() + "'");
        }
        return store;
    }

    private void requirePermitted(CallDescription call) throws PortException {
        if (!permitsCall.test(call)) {
            throw new PortException(
                    Kind.BROKEN,
                    "s3:" + call.action() + " " + call.subject(),
                    "the plan of this run does not contain it");
        }
    }

    /** Checks the deletions again: the buckets may have changed since they were planned. */
    private void checkDeletes(long extras, ListingMerge.WalkSummary walk) throws PortException {
        String call = "s3:DeleteObjects " + name(calls.copy().target());
        if (walk.sourceObjects() == 0 || !walk.isComplete()) {
            throw new PortException(
                    Kind.BROKEN,
                    call,
                    "nothing of " + name(calls.copy().source()) + " was listed; nothing was deleted");
        }
        Optional<String> objection =
                new DeleteCap(calls.copy().rules().deleteMax()).objection(extras, walk.targetObjects());
        if (objection.isPresent()) {
            throw new PortException(
                    Kind.BROKEN,
                    call,
                    objection.get() + "; nothing was deleted; check the source, then raise 'delete_max'");
        }
    }

    /** Copies the objects that differ, counts the extra ones, and reports progress. */
    private final class CopyVisitor implements ListingMerge.MergeVisitor {

        private static final long SHOWN_EVERY = 100;

        private final ObjectCopier copier;
        private final SyncCounts counts;
        private final Ports ports;
        private long seen;
        private long extras;

        CopyVisitor(ObjectCopier copier, SyncCounts counts, Ports ports) {
            this.copier = copier;
            this.counts = counts;
            this.ports = ports;
        }

        @Override
        public boolean visitDifferent(Entry source) throws PortException, InterruptedException {
            step();
            List<CallDescription> made = new ArrayList<>();
            calls.describeCopy(source, made::add);
            for (CallDescription call : made) {
                requirePermitted(call);
            }
            return copier.copy(source);
        }

        @Override
        public boolean visitExtra(Entry target) {
            extras++;
            return true;
        }

        @Override
        public void visitSame(Entry source) {
            counts.same.increment();
            step();
        }

        @Override
        public void visitArchived(Entry source) {
            counts.archived.increment();
            step();
        }

        private void step() {
            if (++seen % SHOWN_EVERY == 0) {
                show();
            }
        }

        private void show() {
            ports.progress().report(name(calls.copy().target()), seen, 0, "objects");
        }
    }

    /** Deletes the extra objects after every copy has succeeded, and not more than were counted. */
    private final class DeleteVisitor implements ListingMerge.MergeVisitor {

        private final ObjectStore source;
        private final ObjectStore target;
        private final Ports ports;
        private final SyncCounts counts;
        private final List<String> keys = new ArrayList<>();
        private long left;

        DeleteVisitor(ObjectStore source, ObjectStore target, Ports ports, SyncCounts counts) {
            this.source = source;
            this.target = target;
            this.ports = ports;
            this.counts = counts;
        }

        void deleteExtras(long counted) throws PortException, InterruptedException {
            left = counted;
            new ListingMerge(calls.copy(), comparison).walk(source, target, this);
            send();
        }

        @Override
        public boolean visitExtra(Entry entry) throws PortException, InterruptedException {
            if (left == 0) {
                throw new PortException(
                        Kind.RETRYABLE,
                        "s3:DeleteObjects " + name(calls.copy().target()),
                        "there are more extra objects than were counted: the buckets are changing at the same time");
            }
            left--;
            requirePermitted(calls.describeDelete(List.of(entry.key())));
            keys.add(entry.key());
            if (keys.size() == DELETED_AT_ONCE) {
                send();
            }
            return true;
        }

        private void send() throws PortException, InterruptedException {
            if (!keys.isEmpty()) {
                ports.pacing().repeat(() -> {
                    target.delete(calls.deleteRequest(keys));
                    return keys.size();
                });
                counts.deleted.add(keys.size());
                keys.clear();
            }
        }

        @Override
        public boolean visitDifferent(Entry entry) {
            return true;
        }

        @Override
        public void visitSame(Entry entry) {
            // Nothing to delete.
        }

        @Override
        public void visitArchived(Entry entry) {
            // Nothing to delete: the source has an object with this key.
        }
    }
}
