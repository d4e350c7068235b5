package dev.runbook.modules.s3;

import dev.runbook.modules.Args;
import dev.runbook.modules.BucketReference;
import dev.runbook.modules.Change;
import dev.runbook.modules.ChangeResult;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh.BucketCopy;
import dev.runbook.modules.UnevaluatedArgs;
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
                        .withDefault("etag")
                        .withChoices("etag", "time"),
                ParamSpec.optional("concurrency", ValueType.WHOLE, "Number of objects copied at the same time.", "64")
                        .withDefault("32"));
    }

    @Override
    public void check(UnevaluatedArgs args) {
        new UnevaluatedCopies(args).checkGlobs();
    }

    @Override
    public List<BucketReference> bucketReferences(UnevaluatedArgs args) {
        return new UnevaluatedCopies(args).bucketReferences();
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException, PortException, InterruptedException {
        List<BucketCopy> copies = new CopyArgs(args, context).read();
        if (copies.isEmpty()) {
            return Plan.withMessages("the pair has no copies");
        }
        long concurrency = args.whole("concurrency");
        if (concurrency < 1 || concurrency > CONCURRENCY_MAX) {
            throw ModuleException.invalidArgument(
                    args.position("concurrency"),
                    "'concurrency' must be between 1 and " + CONCURRENCY_MAX,
                    "concurrency: 32");
        }
        ObjectComparison comparison =
                args.text("compare").equals("time") ? ObjectComparison.TIME : ObjectComparison.ETAG;
        CopyOverlapCheck.check(copies);
        SyncBucket.SyncTotals totals = new SyncBucket.SyncTotals(new SyncCounts(), new UnmatchedGlobs(copies));
        List<Change> changes = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (BucketCopy copy : copies) {
            ObjectCalls calls =
                    new ObjectCalls(copy, owners(copy, context), needsStreaming(copy), ObjectCalls.ONE_PIECE_BYTES_MAX);
            SyncPreview preview = new SyncPreview(calls, context, totals.globs());
            preview.compare(comparison);
            if (preview.hasWork()) {
                changes.add(new SyncBucket(
                        preview.calls(),
                        comparison,
                        (int) concurrency,
                        preview.counts(),
                        context::permitsCall,
                        totals));
            } else {
                messages.add(preview.upToDateMessage());
            }
            // A run counts its objects when it copies them; a check has only these counts.
            if (!preview.hasWork() || context.purpose() == PlanningContext.Purpose.CHECK) {
                preview.counts().ifPresent(totals.counts()::add);
            }
        }
        boolean preflight = context.purpose() == PlanningContext.Purpose.PREFLIGHT;
        return new Plan(
                changes,
                world -> preflight ? unknownCounts().fields() : totals.counts().fields(),
                Map.of(),
                messages,
                Plan.Flow.CONTINUE);
    }

    private static ObjectCalls.BucketOwners owners(BucketCopy copy, PlanningContext context) {
        return new ObjectCalls.BucketOwners(
                context.buckets(copy.source().account()).flatMap(ObjectListing::accountId),
                context.buckets(copy.target().account()).flatMap(ObjectListing::accountId));
    }

    /** Whether this process must download and upload the objects, because no credentials are known to access both sides. */
    private static boolean needsStreaming(BucketCopy copy) {
        return !copy.source().account().equals(copy.target().account())
                && !copy.rules().serverSide();
    }

    private static ChangeResult unknownCounts() {
        return new ChangeResult("copied", "bytes", "deleted", "same", "skipped");
    }
}
