package dev.runbook.engine.run;

import dev.runbook.engine.RunRequest;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.change.CompletedChanges;
import dev.runbook.engine.change.InstanceCaches;
import dev.runbook.engine.change.PairWorld;
import dev.runbook.engine.change.ProtectedResources;
import dev.runbook.engine.change.RedoAfter;
import dev.runbook.engine.change.RepeatedRead;
import dev.runbook.engine.record.Recorder;
import dev.runbook.engine.redact.MaskedLookups;
import dev.runbook.engine.resume.History;
import dev.runbook.engine.resume.ResumedRun;
import dev.runbook.expression.EvaluationContext;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Account;
import dev.runbook.inventory.Pair;
import dev.runbook.inventory.VariableLayers;
import dev.runbook.inventory.VariableLevel;
import dev.runbook.journal.LeaseKey;
import dev.runbook.journal.PastRuns;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunFolders;
import dev.runbook.log.LogDetail;
import dev.runbook.modules.Refresh;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.RefreshTags;
import dev.runbook.world.World;
import dev.runbook.yaml.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out, before anything else, what exists for each pair and which refresh it is in. Reads only. */
final class PairPreparer {

    private final String run;
    private final RunRequest request;
    private final RunServices services;
    private final Map<String, List<Play>> plays;
    private final RepeatedRead repeatedRead;
    private final InstanceCaches instanceCaches;
    private final Map<String, String> numbers = new HashMap<>();
    private final EvaluationContext lookups;

    PairPreparer(String run, RunRequest request, RunServices services) {
        this.run = run;
        this.request = request;
        this.services = services;
        this.plays = plays(request);
        Recorder recorder = services.recorder();
        this.repeatedRead = new RepeatedRead(
                services.environment().clock(),
                services.cancellation(),
                words -> recorder.note(LogDetail.PATIENCE, recorder.taskEvents("", ""), words));
        this.instanceCaches = new InstanceCaches(
                services.environment(), repeatedRead, request.pairs().stream().allMatch(this::touchesNothing));
        this.lookups = new EvaluationContext(
                new MaskedLookups(services.environment().lookups(), services.redaction()),
                services.environment().clock()::now);
    }

    List<PairRun> pairs() throws TaskFailure, PortException, ExpressionException, IOException {
        RunFolders folders = new RunFolders(request.places().state());
        try {
            return pairs(folders, history(folders));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private History history(RunFolders folders) throws IOException {
        RunRequest.ProjectFilePaths project = request.places().project();
        PastRuns past = new PastRuns(
                folders, run, project.runbook().toString(), project.inventory().toString());
        return new History(past, request.options().check() ? Refresh.ID_WHEN_RUN : run);
    }

    private List<PairRun> pairs(RunFolders folders, History history)
            throws TaskFailure, PortException, ExpressionException {
        refuseCompletedPlan(history);
        boolean discard = request.places().command().isDiscard();
        RefreshFactory refreshFactory = new RefreshFactory(request.inventory(), services.redaction(), !discard);
        ProtectedResources protectedResources = refreshFactory.protectedResources(this::scope);
        refuseWrongTargets(protectedResources);
        Map<String, World> worlds = new LinkedHashMap<>();
        for (Pair pair : request.pairs()) {
            World world = world(pair);
            worlds.put(pair.name(), world);
            refuseNestedTargets(protectedResources, pair, world);
        }
        Map<String, History.PairStart> starts = starts(history, worlds);
        RunScope scope = new RunScope(request, services, folders.folder(run), protectedResources, instanceCaches);
        List<PairRun> pairs = new ArrayList<>();
        for (Pair pair : request.pairs()) {
            History.PairStart start = Objects.requireNonNull(starts.get(pair.name()));
            World world = Objects.requireNonNull(worlds.get(pair.name()));
            if (start.refresh().isPresent() && !discard) {
                requireSameSides(pair, start.refresh().get(), world, history);
            }
            String refreshId = start.refresh().orElse(history.fresh());
            Refresh refresh = refreshFactory.refresh(pair, refreshId, scope(pair), protectedResources.names(world));
            ResumeState resumeState = new ResumeState(
                    refresh,
                    world,
                    history.completedChanges(pair.name(), refreshId, RedoAfter.of(plays(pair))),
                    history.tasks(pair.name(), refreshId),
                    history.syncedBuckets(pair.name(), refreshId),
                    start.isAlreadyFinished(),
                    start.refresh().isPresent(),
                    services.plans()
                            .savedPlan()
                            .flatMap(held -> history.callsOfPlan(pair.name(), refreshId, held.digest())));
            pairs.add(new PairRun(resumeState, layers(pair), plays(pair), scope));
        }
        return pairs;
    }

    private Map<String, History.PairStart> starts(History history, Map<String, World> worlds) throws TaskFailure {
        Optional<RunRequest.ResumeTarget> earlier = request.places().command().earlier();
        return earlier.isPresent()
                ? new ResumedRun(history, earlier.get()).starts(worlds, selectedTasks())
                : history.starts(worlds, selectedTasks());
    }

    /** Now that every expression of the inventory has a value. */
    private static void refuseWrongTargets(ProtectedResources protectedResources) throws TaskFailure {
        Problems problems = new Problems();
        protectedResources.buckets().check(problems);
        if (!problems.isEmpty()) {
            throw TaskFailure.of(problems.toSortedList());
        }
    }

    private static void refuseNestedTargets(ProtectedResources protectedResources, Pair pair, World world)
            throws TaskFailure {
        Optional<String> nested = protectedResources.describeNesting(pair, world);
        if (nested.isPresent()) {
            throw TaskFailure.refusal(
                    nested.get(), "a tree is refreshed as a whole: name the primary as the target of one pair only");
        }
    }

    /** A plan is applied once: a second time it would do something that nobody reviewed. */
    private void refuseCompletedPlan(History history) throws TaskFailure {
        if (services.plans().savedPlan().isEmpty()) {
            return;
        }
        Set<String> runs = new TreeSet<>();
        for (Pair pair : request.pairs()) {
            Optional<String> before =
                    history.findRunOfPlan(pair.name(), services.plans().digest());
            if (before.isEmpty()) {
                return;
            }
            runs.add(before.get());
        }
        throw TaskFailure.refusal(
                "the plan was carried out already, in run " + String.join(" and ", runs),
                "make a new plan with --check --out, and carry that out");
    }

    /** A refresh continues only for the instances that it was started for. */
    private static void requireSameSides(Pair pair, String refresh, World world, History history) throws TaskFailure {
        String target = pair.target().instance();
        String source = pair.source().instance();
        for (Instance made : world.instancesOf(refresh, pair.name())) {
            RefreshTags refreshTags = made.refreshTags().orElseThrow();
            if (refreshTags.role() == RefreshTags.Role.CLONE
                    && !refreshTags.target().equals(new InstanceId(target))) {
                throw otherSidesRefusal(pair, refresh, "target " + refreshTags.target() + ", not " + target);
            }
        }
        Optional<RecordedRun.RecordedSides> begun = history.sides(pair.name(), refresh);
        if (begun.isPresent() && !same(begun.get().target(), target)) {
            throw otherSidesRefusal(pair, refresh, "target " + begun.get().target() + ", not " + target);
        }
        if (begun.isPresent() && !same(begun.get().source(), source)) {
            throw otherSidesRefusal(pair, refresh, "source " + begun.get().source() + ", not " + source);
        }
    }

    private static boolean same(String before, String now) {
        return new InstanceId(before).equals(new InstanceId(now));
    }

    private static TaskFailure otherSidesRefusal(Pair pair, String refresh, String sides) {
        return TaskFailure.refusal(
                "refresh " + refresh + " of pair " + pair.name() + " was begun for " + sides,
                "put the inventory back and run the same command again: it continues; or get rid of what it has made with"
                        + " 'runbook discard " + refresh + "', and a new one begins");
    }

    /** What the lease of a pair is on, by the account's own number; empty when nothing is touched. */
    Optional<LeaseKey> leaseKey(Pair pair) {
        if (instanceCaches.areUntouched()) {
            return Optional.empty();
        }
        String name = pair.target().account();
        Account account = Objects.requireNonNull(request.inventory().accounts().get(name));
        return Optional.of(LeaseKey.instance(
                Objects.requireNonNull(numbers.get(name)),
                account.region(),
                pair.target().instance()));
    }

    /** Checks the credentials of every account that the selected pairs use, before the run starts. */
    void verifyAccounts() throws PortException {
        if (instanceCaches.areUntouched()) {
            return;
        }
        Set<String> accounts = new TreeSet<>();
        for (Pair pair : request.pairs()) {
            accounts.add(pair.source().account());
            accounts.add(pair.target().account());
            pair.copies().forEach(copy -> {
                copy.source().account().ifPresent(accounts::add);
                copy.target().account().ifPresent(accounts::add);
            });
            pair.targetBuckets().forEach(bucket -> bucket.account().ifPresent(accounts::add));
            accounts.addAll(accountsOfTasks(pair));
        }
        for (String account : accounts) {
            numbers.put(account, instanceCaches.number(account));
        }
    }

    private Set<String> accountsOfTasks(Pair pair) {
        BucketPreflight places = new BucketPreflight(services.modules());
        Stream<Task> handlers = plays(pair).stream().flatMap(play -> play.handlers().stream());
        return Stream.concat(selectedTasks(pair), handlers)
                .flatMap(task -> places.of(task).stream())
                .flatMap(reference -> reference.account().stream())
                .filter(request.inventory().accounts()::containsKey)
                .collect(Collectors.toSet());
    }

    private World world(Pair pair) throws PortException {
        String account = pair.target().account();
        return new PairWorld(
                        instanceCaches.of(account),
                        new InstanceId(pair.source().instance()),
                        new CompletedChanges(RedoAfter.none()))
                .first();
    }

    private List<Play> plays(Pair pair) {
        return plays.getOrDefault(pair.name(), List.of());
    }

    /** What each pair has to do, by its name. */
    private static Map<String, List<Play>> plays(RunRequest request) {
        Map<String, List<Play>> plays = new HashMap<>();
        for (Play play : request.runbook().plays()) {
            for (Pair pair : request.inventory().select(play.pairs(), new Problems())) {
                plays.computeIfAbsent(pair.name(), name -> new ArrayList<>()).add(play);
            }
        }
        return plays;
    }

    private Map<String, Set<String>> selectedTasks() {
        return request.pairs().stream()
                .collect(Collectors.toMap(
                        Pair::name, pair -> selectedTasks(pair).map(Task::id).collect(Collectors.toSet())));
    }

    private Stream<Task> selectedTasks(Pair pair) {
        return plays(pair).stream()
                .flatMap(play -> play.tasks().stream())
                .filter(request.options().selection()::includes);
    }

    private boolean touchesNothing(Pair pair) {
        Stream<Task> handlers = plays(pair).stream().flatMap(play -> play.handlers().stream());
        return Stream.concat(selectedTasks(pair), handlers)
                .allMatch(task -> services.modules()
                        .module(task.module().text())
                        .orElseThrow()
                        .runsWithoutCredentials());
    }

    private VariableLayers layers(Pair pair) {
        boolean check = request.options().check();
        Value id = check ? new Value.Unknown("run_id") : new Value.Text(run);
        return VariableLayers.of(request.inventory(), pair, id, check);
    }

    private Scope scope(Pair pair) {
        return layers(pair)
                .withValues(VariableLevel.COMMAND_LINE, request.options().extraVars(), pair.position())
                .scope(lookups);
    }
}
