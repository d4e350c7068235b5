package dev.runbook.engine;

import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.inventory.Account;
import dev.runbook.inventory.Layers;
import dev.runbook.inventory.Level;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.LeaseKey;
import dev.runbook.journal.PastRuns;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunFolders;
import dev.runbook.log.Detail;
import dev.runbook.modules.Refresh;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Play;
import dev.runbook.runbook.Task;
import dev.runbook.world.Instance;
import dev.runbook.world.InstanceId;
import dev.runbook.world.Marks;
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
final class Preparation {

    private final String run;
    private final Request request;
    private final Run.Equipment equipment;
    private final Map<String, List<Play>> plays;
    private final Reads reads;
    private final Fleets fleets;
    private final Map<String, String> numbers = new HashMap<>();
    private final dev.runbook.expression.Outside lookups;

    Preparation(String run, Request request, Run.Equipment equipment) {
        this.run = run;
        this.request = request;
        this.equipment = equipment;
        this.plays = plays(request);
        Recorder recorder = equipment.recorder();
        this.reads = new Reads(
                equipment.outside().clock(),
                equipment.interruption(),
                words -> recorder.note(Detail.PATIENCE, recorder.voice("", ""), words));
        this.fleets =
                new Fleets(equipment.outside(), reads, request.pairs().stream().allMatch(this::touchesNothing));
        this.lookups = new dev.runbook.expression.Outside(
                new MaskedLookups(equipment.outside().lookups(), equipment.redaction()),
                equipment.outside().clock()::now);
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
        Request.Project project = request.places().project();
        PastRuns past = new PastRuns(
                folders, run, project.runbook().toString(), project.inventory().toString());
        return new History(past, request.options().check() ? Refresh.ID_WHEN_RUN : run);
    }

    private List<PairRun> pairs(RunFolders folders, History history)
            throws TaskFailure, PortException, ExpressionException {
        refuseWhatIsDone(history);
        boolean discard = request.places().command().isDiscard();
        Bridge bridge = new Bridge(request.inventory(), equipment.redaction(), !discard);
        Shield shield = bridge.shield(this::scope);
        refuseWrongTargets(shield);
        Map<String, World> worlds = new LinkedHashMap<>();
        for (Pair pair : request.pairs()) {
            World world = world(pair);
            worlds.put(pair.name(), world);
            refuseNestedTargets(shield, pair, world);
        }
        Map<String, History.Start> starts = starts(history, worlds);
        PairRun.Shared shared = new PairRun.Shared(request, equipment, folders.folder(run), shield, fleets);
        List<PairRun> pairs = new ArrayList<>();
        for (Pair pair : request.pairs()) {
            History.Start start = Objects.requireNonNull(starts.get(pair.name()));
            World world = Objects.requireNonNull(worlds.get(pair.name()));
            if (start.refresh().isPresent() && !discard) {
                sameSides(pair, start.refresh().get(), world, history);
            }
            String refreshId = start.refresh().orElse(history.fresh());
            Refresh refresh = bridge.refresh(pair, refreshId, scope(pair), shield.names(world));
            PairRun.Known known = new PairRun.Known(
                    refresh,
                    world,
                    history.completed(pair.name(), refreshId, Sequels.of(plays(pair))),
                    history.results(pair.name(), refreshId),
                    history.tasksDone(pair.name(), refreshId),
                    history.begun(pair.name(), refreshId),
                    history.pending(pair.name(), refreshId),
                    history.once(refreshId),
                    history.synced(pair.name(), refreshId),
                    start.earlier(),
                    start.refresh().isPresent(),
                    equipment.plans().held().flatMap(held -> history.carried(pair.name(), refreshId, held.digest())));
            pairs.add(new PairRun(known, layers(pair), plays(pair), shared));
        }
        return pairs;
    }

    private Map<String, History.Start> starts(History history, Map<String, World> worlds) throws TaskFailure {
        Optional<Request.Earlier> earlier = request.places().command().earlier();
        return earlier.isPresent()
                ? new Earlier(history, earlier.get()).starts(worlds, chosen())
                : history.starts(worlds, chosen());
    }

    /** Now that every expression of the inventory has a value. */
    private static void refuseWrongTargets(Shield shield) throws TaskFailure {
        Problems problems = new Problems();
        shield.buckets().check(problems);
        if (!problems.isEmpty()) {
            throw TaskFailure.of(problems.sorted());
        }
    }

    private static void refuseNestedTargets(Shield shield, Pair pair, World world) throws TaskFailure {
        Optional<String> nested = shield.nestedTargets(pair, world);
        if (nested.isPresent()) {
            throw TaskFailure.refused(
                    nested.get(), "a tree is refreshed as a whole: name the primary as the target of one pair only");
        }
    }

    /** A plan is carried out once: whatever it would do again is not what was looked at. */
    private void refuseWhatIsDone(History history) throws TaskFailure {
        if (equipment.plans().held().isEmpty()) {
            return;
        }
        Set<String> runs = new TreeSet<>();
        for (Pair pair : request.pairs()) {
            Optional<String> before =
                    history.carriedOut(pair.name(), equipment.plans().digest());
            if (before.isEmpty()) {
                return;
            }
            runs.add(before.get());
        }
        throw TaskFailure.refused(
                "the plan was carried out already, in run " + String.join(" and ", runs),
                "make a new plan with --check --out, and carry that out");
    }

    /** A refresh goes on for the instances it was begun for, and for no others. */
    private static void sameSides(Pair pair, String refresh, World world, History history) throws TaskFailure {
        String target = pair.target().instance();
        String source = pair.source().instance();
        for (Instance made : world.madeBy(refresh, pair.name())) {
            Marks marks = made.marks().orElseThrow();
            if (marks.role() == Marks.Role.CLONE && !marks.target().equals(new InstanceId(target))) {
                throw begunFor(pair, refresh, "target " + marks.target() + ", not " + target);
            }
        }
        Optional<RecordedRun.Sides> begun = history.sides(pair.name(), refresh);
        if (begun.isPresent() && !same(begun.get().target(), target)) {
            throw begunFor(pair, refresh, "target " + begun.get().target() + ", not " + target);
        }
        if (begun.isPresent() && !same(begun.get().source(), source)) {
            throw begunFor(pair, refresh, "source " + begun.get().source() + ", not " + source);
        }
    }

    private static boolean same(String before, String now) {
        return new InstanceId(before).equals(new InstanceId(now));
    }

    private static TaskFailure begunFor(Pair pair, String refresh, String sides) {
        return TaskFailure.refused(
                "refresh " + refresh + " of pair " + pair.name() + " was begun for " + sides,
                "put the inventory back and run the same command again: it continues; or get rid of what it has made with"
                        + " 'runbook discard " + refresh + "', and a new one begins");
    }

    /** What the lease of a pair is on, by the account's own number; empty when nothing is touched. */
    Optional<LeaseKey> lease(Pair pair) {
        if (fleets.areUntouched()) {
            return Optional.empty();
        }
        String name = pair.target().account();
        Account account = Objects.requireNonNull(request.inventory().accounts().get(name));
        return Optional.of(LeaseKey.instance(
                Objects.requireNonNull(numbers.get(name)),
                account.region(),
                pair.target().instance()));
    }

    /** Lets us into every account that the selected pairs use, or ends the run before it has begun. */
    void enter() throws PortException {
        if (fleets.areUntouched()) {
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
            accounts.addAll(namedByTasks(pair));
        }
        for (String account : accounts) {
            numbers.put(account, fleets.number(account));
        }
    }

    private Set<String> namedByTasks(Pair pair) {
        GivenPlaces places = new GivenPlaces(equipment.modules());
        Stream<Task> handlers = plays(pair).stream().flatMap(play -> play.handlers().stream());
        return Stream.concat(chosen(pair), handlers)
                .flatMap(task -> places.of(task).stream())
                .flatMap(reference -> reference.account().stream())
                .filter(request.inventory().accounts()::containsKey)
                .collect(Collectors.toSet());
    }

    private World world(Pair pair) throws PortException {
        String account = pair.target().account();
        return new PairWorld(
                        fleets.of(account), new InstanceId(pair.source().instance()), new Completed(Sequels.none()))
                .first();
    }

    private List<Play> plays(Pair pair) {
        return plays.getOrDefault(pair.name(), List.of());
    }

    /** What each pair has to do, by its name. */
    private static Map<String, List<Play>> plays(Request request) {
        Map<String, List<Play>> plays = new HashMap<>();
        for (Play play : request.runbook().plays()) {
            for (Pair pair : request.inventory().select(play.pairs(), new Problems())) {
                plays.computeIfAbsent(pair.name(), name -> new ArrayList<>()).add(play);
            }
        }
        return plays;
    }

    private Map<String, Set<String>> chosen() {
        return request.pairs().stream()
                .collect(Collectors.toMap(
                        Pair::name, pair -> chosen(pair).map(Task::id).collect(Collectors.toSet())));
    }

    private Stream<Task> chosen(Pair pair) {
        return plays(pair).stream()
                .flatMap(play -> play.tasks().stream())
                .filter(request.options().selection()::includes);
    }

    private boolean touchesNothing(Pair pair) {
        Stream<Task> handlers = plays(pair).stream().flatMap(play -> play.handlers().stream());
        return Stream.concat(chosen(pair), handlers)
                .allMatch(task -> equipment
                        .modules()
                        .module(task.module().text())
                        .orElseThrow()
                        .runsWithoutCredentials());
    }

    private Layers layers(Pair pair) {
        boolean check = request.options().check();
        Value id = check ? new Value.Unknown("run_id") : new Value.Text(run);
        return Layers.of(request.inventory(), pair, id, check);
    }

    private Scope scope(Pair pair) {
        return layers(pair)
                .withValues(Level.COMMAND_LINE, request.options().extraVars(), pair.position())
                .scope(lookups);
    }
}
