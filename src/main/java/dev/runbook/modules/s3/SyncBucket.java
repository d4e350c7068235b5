package dev.runbook.modules.s3;

import dev.runbook.expression.Value;
import dev.runbook.modules.Change;
import dev.runbook.modules.Description;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Refresh.CopyRules;
import dev.runbook.modules.Refresh.Place;
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
 * @param expected the counts of the planning; empty if the objects were not counted
 * @param permitted whether a call may be made
 * @param totals gets the counts of this copy
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html">DeleteObjects: at most 1,000 keys</a>
 */
record SyncBucket(
        ObjectCalls calls,
        Sameness sameness,
        int concurrency,
        Optional<Tally> expected,
        Predicate<Description> permitted,
        Totals totals)
        implements Change {

    private static final int DELETED_AT_ONCE = 1000;

    /** Counts and unmatched globs of all copies of a task. */
    record Totals(Tally tally, IdleGlobs globs) {}

    @Override
    public String key() {
        return "sync " + name(calls.copy().source()) + " to "
                + name(calls.copy().target());
    }

    static String name(Place place) {
        return place.bucket() + "/" + place.prefix();
    }

    @Override
    public Description describe() {
        CopyRules rules = calls.copy().rules();
        Map<String, Value> parameters = new LinkedHashMap<>();
        parameters.put("source", new Value.Text(name(calls.copy().source())));
        parameters.put("target", new Value.Text(name(calls.copy().target())));
        list(parameters, "include", rules.include());
        list(parameters, "exclude", rules.exclude());
        parameters.put("delete", new Value.Bool(rules.delete()));
        return new Description(
                "s3",
                "Sync",
                name(calls.copy().target()),
                new Value.Fields(parameters),
                expected.map(Tally::words).orElse(""));
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
        Place target = calls.copy().target();
        return new Subject.Bucket(target.account(), target.bucket(), target.prefix());
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
        Place source = calls.copy().source();
        Place target = calls.copy().target();
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

    private static String objects(Place place) {
        return "arn:aws:s3:::" + place.bucket() + "/" + place.prefix() + "*";
    }

    @Override
    public Settling settling() {
        return Settling.IMMEDIATE;
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        ObjectStore source = store(ports, calls.copy().source());
        ObjectStore target = store(ports, calls.copy().target());
        Tally tally = new Tally();
        Progressing finder;
        Merge.Seen seen;
        try (Copiers copiers =
                new Copiers(calls, new Copiers.Sides(source, target, ports.pacing()), tally, concurrency)) {
            finder = new Progressing(copiers, tally, ports);
            seen = new Merge(calls.copy(), sameness).walk(source, target, finder);
            copiers.finish();
        }
        finder.show();
        if (expected.isEmpty()) {
            totals.globs().walked(calls.copy(), seen.idle()).forEach(ports.ticker()::warn);
        }
        if (tally.moved.sum() > 0) {
            ports.ticker()
                    .line(Amount.of(tally.moved.sum(), "object")
                            + " changed in the source during the copy; the next sync copies the new versions");
        }
        if (calls.copy().rules().delete() && finder.extras > 0) {
            guard(finder.extras, seen);
            new Deletes(source, target, ports, tally).all(finder.extras);
        }
        totals.tally().add(tally);
    }

    private static ObjectStore store(Ports ports, Place place) throws PortException {
        ObjectStore store = ports.stores().get(place.account());
        if (store == null) {
            throw new PortException(Kind.BROKEN, "s3", "the inventory has no account '" + place.account() + "'");
        }
        return store;
    }

    private void permit(Description call) throws PortException {
        if (!permitted.test(call)) {
            throw new PortException(
                    Kind.BROKEN, "s3:" + call.action() + " " + call.subject(), "the plan of this run does not contain it");
        }
    }

    /** Checks the deletions again: the buckets may have changed since they were planned. */
    private void guard(long extras, Merge.Seen seen) throws PortException {
        String call = "s3:DeleteObjects " + name(calls.copy().target());
        if (seen.source() == 0 || !seen.whole()) {
            throw new PortException(
                    Kind.BROKEN,
                    call,
                    "nothing of " + name(calls.copy().source()) + " was listed; nothing was deleted");
        }
        Optional<String> objection = new DeleteCap(calls.copy().rules().deleteMax()).objection(extras, seen.target());
        if (objection.isPresent()) {
            throw new PortException(
                    Kind.BROKEN, call, objection.get() + "; nothing was deleted; check the source, then raise 'delete_max'");
        }
    }

    /** Copies the objects that differ, counts the extra ones, and reports progress. */
    private final class Progressing implements Merge.Finder {

        private static final long SHOWN_EVERY = 100;

        private final Copiers copiers;
        private final Tally tally;
        private final Ports ports;
        private long seen;
        private long extras;

        Progressing(Copiers copiers, Tally tally, Ports ports) {
            this.copiers = copiers;
            this.tally = tally;
            this.ports = ports;
        }

        @Override
        public boolean differs(Entry source) throws PortException, InterruptedException {
            step();
            List<Description> made = new ArrayList<>();
            calls.describeCopy(source, made::add);
            for (Description call : made) {
                permit(call);
            }
            return copiers.copy(source);
        }

        @Override
        public boolean extra(Entry target) {
            extras++;
            return true;
        }

        @Override
        public void same(Entry source) {
            tally.same.increment();
            step();
        }

        @Override
        public void archived(Entry source) {
            tally.archived.increment();
            step();
        }

        private void step() {
            if (++seen % SHOWN_EVERY == 0) {
                show();
            }
        }

        private void show() {
            ports.ticker().at(name(calls.copy().target()), seen, 0, "objects");
        }
    }

    /** Deletes the extra objects after every copy has succeeded, and not more than were counted. */
    private final class Deletes implements Merge.Finder {

        private final ObjectStore source;
        private final ObjectStore target;
        private final Ports ports;
        private final Tally tally;
        private final List<String> keys = new ArrayList<>();
        private long left;

        Deletes(ObjectStore source, ObjectStore target, Ports ports, Tally tally) {
            this.source = source;
            this.target = target;
            this.ports = ports;
            this.tally = tally;
        }

        void all(long counted) throws PortException, InterruptedException {
            left = counted;
            new Merge(calls.copy(), sameness).walk(source, target, this);
            send();
        }

        @Override
        public boolean extra(Entry entry) throws PortException, InterruptedException {
            if (left == 0) {
                throw new PortException(
                        Kind.RETRYABLE,
                        "s3:DeleteObjects " + name(calls.copy().target()),
                        "there are more extra objects than were counted: the buckets are changing at the same time");
            }
            left--;
            permit(calls.describeDelete(List.of(entry.key())));
            keys.add(entry.key());
            if (keys.size() == DELETED_AT_ONCE) {
                send();
            }
            return true;
        }

        private void send() throws PortException, InterruptedException {
            if (!keys.isEmpty()) {
                ports.pacing().repeat(() -> {
                    target.delete(calls.deleteOf(keys));
                    return keys.size();
                });
                tally.deleted.add(keys.size());
                keys.clear();
            }
        }

        @Override
        public boolean differs(Entry entry) {
            return true;
        }

        @Override
        public void same(Entry entry) {
            // Nothing to delete.
        }

        @Override
        public void archived(Entry entry) {
            // Nothing to delete: the source has an object with this key.
        }
    }
}
