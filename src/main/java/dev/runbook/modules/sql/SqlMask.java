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
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
import dev.runbook.yaml.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Masks the clone of a refresh by a rules file that classifies every column, and proves it before anybody may connect. */
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
                        "The rules file of the database; with several databases a mapping of each to its file.",
                        "sql/shop.yml"),
                ParamSpec.required(
                        "key",
                        ValueType.TEXT,
                        "The secret behind all masked values, 32 random bytes or more; the same key makes the same values.",
                        "\"{{ lookup('secret', 'mask-key') }}\""),
                ParamSpec.optional(
                        "preview",
                        ValueType.WHOLE,
                        "Masks no clone, but tries the rules on so many rows of each table of the target as it is now, and"
                                + " rolls that back.",
                        "1000"));
    }

    @Override
    public Plan plan(Args args, PlanningContext context) throws ModuleException, PortException, InterruptedException {
        if (args.has("preview")) {
            return preview(args, context);
        }
        Instance clone = clone(context);
        refuseReachable(clone);
        MaskKey key = key(args);
        Map<String, RulesFile> files = RulesFile.read(args, context);
        String digest = RulesFile.digest(files.values(), key);
        Outcome outcome = new Outcome();
        Marks marks = clone.marks().orElseThrow();
        List<Change> changes = new ArrayList<>();
        if (marks.state() == Marks.State.MASKED || marks.state() == Marks.State.LIVE) {
            refuseOtherRules(clone, marks, digest);
            changes.addAll(leftovers(context, new Maskings(context, clone, key, digest).unread(files)));
        } else {
            List<Masking> all = new Maskings(context, clone, key, digest).of(files);
            givePassword(context, clone).ifPresent(changes::add);
            for (Masking masking : all) {
                changes.addAll(Pipeline.changes(masking, context.refresh().id(), outcome));
            }
            changes.add(new SetRefreshState(clone, Marks.State.MASKED, Optional.of(digest)));
            all.forEach(masking -> changes.add(new DropProgress(masking)));
        }
        return Plan.of(changes, world -> result(outcome, digest));
    }

    /** On the target's own rows, which are nobody's secret in staging; never on production's. */
    private static Plan preview(Args args, PlanningContext context) throws ModuleException, PortException {
        long rows = args.whole("preview");
        if (rows < 1 || rows > PREVIEW_ROWS_MAX) {
            throw ModuleException.invalidArgument(
                    args.position("preview"),
                    "'preview' must be 1 to " + PREVIEW_ROWS_MAX + ", not " + rows,
                    "1000 rows of each table find most mistakes in seconds");
        }
        Refresh.RefreshSide side = context.refresh().target();
        Optional<Instance> target = context.world().instance(side.instance());
        if (target.isEmpty() || side.login().isEmpty()) {
            throw ModuleException.failure(
                    target.isEmpty()
                            ? "there is no " + side.instance() + " to try the rules on"
                            : "the inventory does not say how to log in to " + side.instance(),
                    "give the pair's target a user and a password, or leave the preview out");
        }
        MaskKey key = key(args);
        Map<String, RulesFile> files = RulesFile.read(args, context);
        String digest = RulesFile.digest(files.values(), key);
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<String, RulesFile> file : files.entrySet()) {
            changes.add(new TryRules(
                    side.instance(),
                    Masking.address(target.get(), file.getKey(), side.login().get(), side.tls()),
                    new KeyedRules(file.getValue().rules(), key, digest, files.keySet()),
                    (int) rows));
        }
        return Plan.of(changes);
    }

    private static Instance clone(PlanningContext context) throws ModuleException {
        RefreshConsistency.check(context.refresh(), context.world());
        Optional<Instance> clone = context
                .world()
                .madeBy(context.refresh().id(), context.refresh().pair())
                .stream()
                .filter(instance -> instance.marks()
                        .filter(marks -> marks.role() == Marks.Role.CLONE)
                        .isPresent())
                .findFirst();
        if (clone.isEmpty()) {
            throw ModuleException.failure(
                    "there is no clone of this refresh to mask", "put rds-clone and promote before sql-mask");
        }
        String engine = clone.get().engine();
        if (!engine.equals("postgres")) {
            throw ModuleException.failure(
                    "sql-mask masks PostgreSQL; " + clone.get().id() + " runs " + engine,
                    "mask it with a command task, and tell rename masked: not-required only when that is certain");
        }
        return clone.get();
    }

    /** Whoever may enter the target may enter such a clone, so its data was in the open before it could be masked. */
    private static void refuseReachable(Instance clone) throws ModuleException {
        if (clone.marks().orElseThrow().state() == Marks.State.UNMASKED_BY_CHOICE) {
            throw ModuleException.refusal(
                    clone.id()
                            + " was made with quarantine: false; its unmasked data can be reached by whoever reaches "
                            + "the target, and masking it now would prove nothing",
                    "take quarantine: false from rds-clone and " + discard(clone)
                            + "; or, when this data needs no masking, take sql-mask from the runbook");
        }
    }

    private static MaskKey key(Args args) throws ModuleException {
        Value value = args.value("key");
        if (!(value instanceof Value.Secret secret)) {
            throw ModuleException.invalidArgument(
                    args.position("key"),
                    "the key must be a secret, not " + value.kind(),
                    "take it from a secret: key: \"{{ lookup('secret', 'mask-key') }}\"");
        }
        try {
            return MaskKey.of(secret.reveal());
        } catch (IllegalArgumentException e) {
            throw ModuleException.invalidArgument(
                    args.position("key"),
                    e.getMessage() == null ? "the key is too short" : e.getMessage(),
                    "make one with: openssl rand -hex 32");
        }
    }

    /** What to do with a clone that cannot become what is asked for. */
    static String discard(Instance clone) {
        return "get rid of the clone with `" + clone.removal().orElse("runbook discard RUN")
                + "` and start a new refresh";
    }

    private static void refuseOtherRules(Instance clone, Marks marks, String digest) throws ModuleException {
        if (!marks.rules().equals(Optional.of(digest))) {
            throw ModuleException.refusal(
                    clone.id() + " is masked already, with other rules or another key",
                    "put those back, or " + discard(clone));
        }
    }

    /** What a kill between the mark and the last statement has left; nothing once the clone has the target's name. */
    private static List<Change> leftovers(PlanningContext context, List<Masking> maskings) {
        List<Change> drops = new ArrayList<>();
        InstanceId temporary = context.refresh()
                .namePrefixes()
                .temporaryName(context.refresh().target().instance());
        for (Masking masking : maskings) {
            Change drop = new DropProgress(masking);
            if (masking.instance().id().equals(temporary)
                    && !drop.progress(context.world()).isDone()) {
                drops.add(drop);
            }
        }
        return drops.isEmpty() ? drops : withPassword(context, maskings.get(0).instance(), drops);
    }

    /**
     * Its data is masked, so it may have the target's password at once. A random one could come after `rename` has opened
     * the clone, and nobody would take it back: RDS does not show that.
     */
    private static List<Change> withPassword(PlanningContext context, Instance clone, List<Change> drops) {
        if (context.vault().password(clone.resourceId()).isPresent()) {
            return drops;
        }
        boolean managed = clone.hasManagedPassword();
        Optional<Refresh.DatabaseLogin> login = context.refresh().target().login();
        if (managed || (login.isEmpty() && !isShutOff(context, clone))) {
            context.warn(
                    "The schema _runbook stays in " + clone.id() + ": its password is that of the target by now, and"
                            + " this process does not know it. Drop it by hand: DROP SCHEMA _runbook CASCADE.");
            return List.of();
        }
        boolean managedLater = clone.marks()
                .flatMap(marks -> context.world().instance(marks.replaces()))
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

    private static boolean isShutOff(PlanningContext context, Instance clone) {
        return context.refresh().quarantine().containsAll(clone.securityGroups());
    }

    private static Optional<Change> givePassword(PlanningContext context, Instance clone) {
        return context.vault().password(clone.resourceId()).isPresent()
                ? Optional.empty()
                : Optional.of(SetMasterPassword.random(clone, context.vault()));
    }

    private static Value.Fields result(Outcome outcome, String digest) {
        Map<String, Value> result = new LinkedHashMap<>();
        Optional<Outcome.Figures> figures = outcome.figures();
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
