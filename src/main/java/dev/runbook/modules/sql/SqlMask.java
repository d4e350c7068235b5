package dev.runbook.modules.sql;

import dev.runbook.expression.Value;
import dev.runbook.modules.Args;
import dev.runbook.modules.Change;
import dev.runbook.modules.Module;
import dev.runbook.modules.ModuleException;
import dev.runbook.modules.ParamSpec;
import dev.runbook.modules.Plan;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.RefreshConsistency;
import dev.runbook.modules.SetMasterPassword;
import dev.runbook.modules.SetRefreshState;
import dev.runbook.modules.sql.rules.DatabaseMasking;
import dev.runbook.modules.sql.rules.KeyedRules;
import dev.runbook.modules.sql.rules.MaskKey;
import dev.runbook.modules.sql.rules.RulesFile;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Masks the clone of a refresh with a rules file that classifies every column, and verifies the result before the clone
 * leaves quarantine.
 */
public final class SqlMask implements Module {

    private static final int PREVIEW_ROWS_MAX = 1_000_000;

    @Override
    public String name() {
        return "sql-mask";
    }

    @Override
    public List<ParamSpec> params() {
        return List.of(
                ParamSpec.required(
                        "rules",
                        ValueType.ANY,
                        "The rules file of the database; for several databases, a mapping from database to file.",
                        "sql/shop.yml"),
                ParamSpec.required(
                        "key",
                        ValueType.TEXT,
                        "The secret that masked values are derived from, 32 random bytes or more; the same key makes the same values.",
                        "\"{{ lookup('secret', 'mask-key') }}\""),
                ParamSpec.optional(
                        "preview",
                        ValueType.WHOLE,
                        "Masks no clone, but tries the rules on this many rows of each table of the current target, and"
                                + " rolls back.",
                        "1000"));
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException, PortException, InterruptedException {
        if (args.has("preview")) {
            return planPreview(args, context);
        }
        Instance clone = findClone(context);
        refuseReachable(clone);
        MaskKey key = readKey(args);
        Map<String, RulesFile> files = RulesFile.read(args, context);
        String digest = RulesFile.digest(files.values(), key);
        MaskingResult maskingResult = new MaskingResult();
        RefreshTags refreshTags = clone.refreshTags().orElseThrow();
        List<Change> changes = new ArrayList<>();
        if (refreshTags.state() == RefreshTags.State.MASKED || refreshTags.state() == RefreshTags.State.LIVE) {
            refuseOtherRules(clone, refreshTags, digest);
            changes.addAll(
                    dropLeftovers(context, new MaskingPlanner(context, clone, key, digest).withoutCatalogue(files)));
        } else {
            List<DatabaseMasking> all = new MaskingPlanner(context, clone, key, digest).plan(files);
            setPassword(context, clone).ifPresent(changes::add);
            for (DatabaseMasking masking : all) {
                changes.addAll(
                        MaskingPipeline.changes(masking, context.refresh().id(), maskingResult));
            }
            changes.add(new SetRefreshState(clone, RefreshTags.State.MASKED, Optional.of(digest)));
            all.forEach(masking -> changes.add(new DropProgress(masking)));
        }
        return Plan.of(changes, world -> result(maskingResult, digest));
    }

    /** Tries the rules on rows of the target, which users of staging can read anyway; never on rows of production. */
    private static Plan planPreview(Args args, PlanningContext context) throws ModuleException, PortException {
        long rows = args.whole("preview");
        if (rows < 1 || rows > PREVIEW_ROWS_MAX) {
            throw ModuleException.invalidArgument(
                    args.position("preview"),
                    "'preview' must be 1 to " + PREVIEW_ROWS_MAX + ", not " + rows,
                    "1000 rows per table find most mistakes in seconds");
        }
        Refresh.RefreshSide side = context.refresh().target();
        Optional<Instance> target = context.world().instance(side.instance());
        if (target.isEmpty() || side.login().isEmpty()) {
            throw ModuleException.failure(
                    target.isEmpty()
                            ? "there is no " + side.instance() + " to try the rules on"
                            : "the inventory has no login for " + side.instance(),
                    "add a user and a password to the pair's target, or remove the preview");
        }
        MaskKey key = readKey(args);
        Map<String, RulesFile> files = RulesFile.read(args, context);
        String digest = RulesFile.digest(files.values(), key);
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<String, RulesFile> file : files.entrySet()) {
            changes.add(new PreviewRules(
                    side.instance(),
                    DatabaseMasking.address(
                            target.get(), file.getKey(), side.login().get(), side.tls()),
                    new KeyedRules(file.getValue().rules(), key, digest, files.keySet()),
                    (int) rows));
        }
        return Plan.of(changes);
    }

    private static Instance findClone(PlanningContext context) throws ModuleException {
        RefreshConsistency.check(context.refresh(), context.world());
        Optional<Instance> clone =
                context
                        .world()
                        .instancesOf(context.refresh().id(), context.refresh().pair())
                        .stream()
                        .filter(instance -> instance.refreshTags()
                                .filter(refreshTags -> refreshTags.role() == RefreshTags.Role.CLONE)
                                .isPresent())
                        .findFirst();
        if (clone.isEmpty()) {
            throw ModuleException.failure(
                    "there is no clone of this refresh to mask", "put rds-clone and promote before sql-mask");
        }
        String engine = clone.get().engine();
        if (!engine.equals("postgres")) {
            throw ModuleException.failure(
                    "sql-mask supports PostgreSQL only; " + clone.get().id() + " runs " + engine,
                    "mask it with a command task, and set masked: not-required on rename only if you are sure that it is masked");
        }
        return clone.get();
    }

    /** Such a clone has the target's security groups, so its data could be read before it was masked. */
    private static void refuseReachable(Instance clone) throws ModuleException {
        if (clone.refreshTags().orElseThrow().state() == RefreshTags.State.UNMASKED_BY_CHOICE) {
            throw ModuleException.refusal(
                    clone.id()
                            + " was created with quarantine: false; anyone who can reach the target can read its unmasked data,"
                            + " so masking it now would prove nothing",
                    "remove quarantine: false from rds-clone and " + discardAdvice(clone)
                            + "; or, if this data needs no masking, remove sql-mask from the runbook");
        }
    }

    private static MaskKey readKey(Args args) throws ModuleException {
        Value value = args.value("key");
        if (!(value instanceof Value.Secret secret)) {
            throw ModuleException.invalidArgument(
                    args.position("key"),
                    "the key must be a secret, not " + value.kind(),
                    "read it from a secret: key: \"{{ lookup('secret', 'mask-key') }}\"");
        }
        try {
            return MaskKey.of(secret.reveal());
        } catch (IllegalArgumentException e) {
            throw ModuleException.invalidArgument(
                    args.position("key"),
                    e.getMessage() == null ? "the key is too short" : e.getMessage(),
                    "create one with: openssl rand -hex 32");
        }
    }

    /** The advice for a clone that cannot be masked as requested. */
    static String discardAdvice(Instance clone) {
        return "remove the clone with `" + clone.removal().orElse("runbook discard RUN") + "` and start a new refresh";
    }

    private static void refuseOtherRules(Instance clone, RefreshTags refreshTags, String digest)
            throws ModuleException {
        if (!refreshTags.rules().equals(Optional.of(digest))) {
            throw ModuleException.refusal(
                    clone.id() + " is already masked, with other rules or another key",
                    "restore those, or " + discardAdvice(clone));
        }
    }

    /**
     * Drops schemas that remain if a run was killed after the clone was tagged as masked; nothing once the clone has
     * the target's name.
     */
    private static List<Change> dropLeftovers(PlanningContext context, List<DatabaseMasking> maskings) {
        List<Change> drops = new ArrayList<>();
        InstanceId temporary = context.refresh()
                .namePrefixes()
                .temporaryName(context.refresh().target().instance());
        for (DatabaseMasking masking : maskings) {
            Change drop = new DropProgress(masking);
            if (masking.instance().id().equals(temporary)
                    && !drop.progress(context.world()).isDone()) {
                drops.add(drop);
            }
        }
        return drops.isEmpty()
                ? drops
                : prependPassword(context, maskings.get(0).instance(), drops);
    }

    /**
     * The data is masked, so the clone can get the target's password at once. A random one could be set after `rename`
     * has opened the clone, and would remain: RDS does not show which password is set.
     */
    private static List<Change> prependPassword(PlanningContext context, Instance clone, List<Change> drops) {
        if (context.vault().password(clone.resourceId()).isPresent()) {
            return drops;
        }
        boolean managed = clone.hasManagedPassword();
        Optional<Refresh.DatabaseLogin> login = context.refresh().target().login();
        if (managed || (login.isEmpty() && !isQuarantineActive(context, clone))) {
            context.warn("The schema _runbook remains in " + clone.id()
                    + ": the clone already has the target's password, which"
                    + " is not available to this process. Drop the schema manually: DROP SCHEMA _runbook CASCADE.");
            return List.of();
        }
        boolean managedLater = clone.refreshTags()
                .flatMap(refreshTags -> context.world().instance(refreshTags.replaces()))
                .filter(Instance::hasManagedPassword)
                .isPresent();
        List<Change> changes = new ArrayList<>();
        changes.add(
                login.isEmpty() || managedLater
                        ? SetMasterPassword.random(clone, context.vault())
                        : new SetMasterPassword(clone, login.get().password()));
        changes.addAll(drops);
        return changes;
    }

    private static boolean isQuarantineActive(PlanningContext context, Instance clone) {
        return context.refresh().quarantine().containsAll(clone.securityGroups());
    }

    private static Optional<Change> setPassword(PlanningContext context, Instance clone) {
        return context.vault().password(clone.resourceId()).isPresent()
                ? Optional.empty()
                : Optional.of(SetMasterPassword.random(clone, context.vault()));
    }

    private static Value.Fields result(MaskingResult maskingResult, String digest) {
        Map<String, Value> result = new LinkedHashMap<>();
        Optional<MaskingResult.MaskingFigures> figures = maskingResult.figures();
        result.put("rules", new Value.Text(digest));
        result.put(
                "rows",
                figures.<Value>map(found -> new Value.Whole(found.rows())).orElse(new Value.Unknown("rows")));
        result.put(
                "report",
                figures.<Value>map(found -> new Value.Text(found.reportPath())).orElse(new Value.Unknown("report")));
        return new Value.Fields(result);
    }
}
