package dev.runbook.modules.s3;

import dev.runbook.modules.Args;
import dev.runbook.modules.Change;
import dev.runbook.modules.GivenArgs;
import dev.runbook.modules.GivenPlace;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.Outcome;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.Refresh.Copy;
import dev.runbook.modules.View;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.PortException;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Copies objects from buckets of the source to buckets of the target. */
public final class S3Sync implements Module {

    private static final long CONCURRENCY_MAX = 256;

    @Override
    public String name() {
        return "s3-sync";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.optional(
                        "copies",
                        ValueType.LIST,
                        "The copies, in the form of the inventory; by default the pair's copies.",
                        "[{source: {bucket: prod-media}, target: {bucket: stage-media}}]"),
                ParamSpec.optional(
                        "include",
                        ValueType.LIST,
                        "Globs for the keys to copy, matched below the prefix; they replace each copy's own.",
                        "[\"images/**\"]"),
                ParamSpec.optional(
                        "exclude",
                        ValueType.LIST,
                        "Globs for keys that are neither copied nor deleted; they replace each copy's own.",
                        "[\"**/*.tmp\"]"),
                ParamSpec.optional(
                        "delete",
                        ValueType.BOOLEAN,
                        "Whether to delete objects that the source does not have; overrides each copy's own value.",
                        "true"),
                ParamSpec.optional(
                        "delete_max",
                        ValueType.WHOLE,
                        "Maximum number of deletions; by default 1,000, but at most a tenth of the target's objects.",
                        "5000"),
                ParamSpec.optional(
                                "compare",
                                ValueType.TEXT,
                                "Whether to compare ETags, or only size and time: for encryption that makes every"
                                        + " ETag different.",
                                "time")
                        .or("etag")
                        .oneOf("etag", "time"),
                ParamSpec.optional("concurrency", ValueType.WHOLE, "Number of objects copied at the same time.", "64")
                        .or("32"));
    }

    @Override
    public void check(GivenArgs args) {
        new GivenCopies(args).checkGlobs();
    }

    @Override
    public List<GivenPlace> places(GivenArgs args) {
        return new GivenCopies(args).places();
    }

    @Override
    public Plan plan(Args args, View view) throws ModuleException, PortException, InterruptedException {
        List<Copy> copies = new CopyArgs(args, view).read();
        if (copies.isEmpty()) {
            return Plan.says("the pair has no copies");
        }
        long concurrency = args.whole("concurrency");
        if (concurrency < 1 || concurrency > CONCURRENCY_MAX) {
            throw ModuleException.at(
                    args.position("concurrency"), "'concurrency' must be between 1 and " + CONCURRENCY_MAX, "concurrency: 32");
        }
        Sameness sameness = args.text("compare").equals("time") ? Sameness.TIME : Sameness.ETAG;
        Guards.check(copies);
        SyncBucket.Totals totals = new SyncBucket.Totals(new Tally(), new IdleGlobs(copies));
        List<Change> changes = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (Copy copy : copies) {
            ObjectCalls calls =
                    new ObjectCalls(copy, owners(copy, view), streamed(copy), ObjectCalls.ONE_PIECE_BYTES_MAX);
            Survey survey = new Survey(calls, view, totals.globs());
            survey.take(sameness);
            if (survey.somethingToDo()) {
                changes.add(new SyncBucket(
                        survey.calls(), sameness, (int) concurrency, survey.counted(), view::permits, totals));
            } else {
                messages.add(survey.calm());
            }
            // A run counts its objects when it copies them; a check has only these counts.
            if (!survey.somethingToDo() || view.purpose() == View.Purpose.CHECK) {
                survey.counted().ifPresent(totals.tally()::add);
            }
        }
        boolean preflight = view.purpose() == View.Purpose.PREFLIGHT;
        return new Plan(
                changes,
                world -> preflight ? uncounted().fields() : totals.tally().fields(),
                Map.of(),
                messages,
                Plan.Flow.ON);
    }

    private static ObjectCalls.Owners owners(Copy copy, View view) {
        return new ObjectCalls.Owners(
                view.buckets(copy.source().account()).flatMap(ObjectListing::accountId),
                view.buckets(copy.target().account()).flatMap(ObjectListing::accountId));
    }

    /** Whether this process must download and upload the objects, because no credentials are known to access both sides. */
    private static boolean streamed(Copy copy) {
        return !copy.source().account().equals(copy.target().account())
                && !copy.rules().serverSide();
    }

    private static Outcome uncounted() {
        return new Outcome("copied", "bytes", "deleted", "same", "skipped");
    }
}
