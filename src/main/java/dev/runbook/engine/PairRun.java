package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.inventory.Layers;
import dev.runbook.journal.Event;
import dev.runbook.journal.LeaseKey;
import dev.runbook.modules.PlanningContext;
import dev.runbook.modules.Refresh;
import dev.runbook.plan.Drift;
import dev.runbook.plan.PlannedCall;
import dev.runbook.plan.Sha256;
import dev.runbook.plan.Thing;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.Shell;
import dev.runbook.runbook.Play;
import dev.runbook.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One pair in one run: ready to be checked, preflighted or carried out. */
final class PairRun {

    /**
     * What is known about the pair before its first task.
     *
     * @param world as it was read at the start
     * @param completed changes of this refresh that leave no trace in AWS and are done
     * @param results what tasks of this refresh have registered
     * @param done the tasks of this refresh that need not be repeated
     * @param begun the tasks of this refresh that were begun to be carried out and not ended
     * @param pending the handlers that were notified in this refresh and not carried out
     * @param once what tasks that are done once for all pairs have registered in this refresh, whichever pair did them
     * @param synced places in buckets that this refresh has copied to
     * @param earlier whether the pair is finished already in the run that is continued
     * @param resumed whether the refresh was begun by an earlier run
     * @param byPlan the calls that earlier runs by the same plan have begun; empty when there was none
     */
    record Known(
            Refresh refresh,
            World world,
            Completed completed,
            Map<String, Value.Fields> results,
            Set<String> done,
            Set<String> begun,
            Set<String> pending,
            Map<String, Value.Fields> once,
            List<String> synced,
            boolean earlier,
            boolean resumed,
            Optional<List<PlannedCall>> byPlan) {
        Known {
            results = Map.copyOf(results);
            done = Set.copyOf(done);
            begun = Set.copyOf(begun);
            pending = Set.copyOf(pending);
            once = Map.copyOf(once);
            synced = List.copyOf(synced);
            byPlan = byPlan.map(List::copyOf);
        }
    }

    /** What all pairs of a run share. */
    record Shared(Request request, Run.Equipment equipment, Path evidence, Shield shield, Fleets fleets) {}

    private final Known known;
    private final Layers layers;
    private final List<Play> plays;
    private final Shared shared;

    PairRun(Known known, Layers layers, List<Play> plays, Shared shared) {
        this.known = known;
        this.layers = layers;
        this.plays = List.copyOf(plays);
        this.shared = shared;
    }

    String name() {
        return known.refresh().pair();
    }

    Refresh refresh() {
        return known.refresh();
    }

    boolean isEarlier() {
        return known.earlier();
    }

    /** How a pair ends that needs no work any more. */
    PairEnd earlierEnd() {
        return PairEnd.without(Outcome.Status.EARLIER, Optional.empty())
                .with(known.results().values());
    }

    List<Play> plays() {
        return plays;
    }

    /** The tasks that are done once for all pairs and are done in this refresh, with what they registered. */
    Map<String, Value.Fields> once() {
        return known.once();
    }

    boolean isResumed() {
        return known.resumed();
    }

    /**
     * The check, shown to nobody: finds out what would stop the run before it changes anything. With a plan to be held to, it
     * looks as closely as the check that the plan was made from.
     *
     * @param events takes what is said meanwhile
     */
    Rehearsal rehearse(Convoy convoy, List<Event> events) {
        List<Thing> found = new ArrayList<>();
        Recorder silent = recorder().rehearsing(events::add);
        if (plans().held().isEmpty()) {
            Foreseen foreseen = foreseen(Decisions.allTrue(), PairCourse.free(), new Probes());
            PairEnd end = predict(PlanningContext.Purpose.PREFLIGHT, silent, convoy, foreseen);
            return new Rehearsal(end, events, List.of(), foreseen.hands().written());
        }
        PairPlan plan = new PairPlan(plans().held().get().plan(), known);
        List<Drift> differences = new ArrayList<>(plan.ofWorld());
        Foreseen foreseen = foreseen(Decisions.allTrue(), new PairCourse(Optional.empty(), found::add), new Probes());
        PairEnd end = predict(PlanningContext.Purpose.CHECK, silent, convoy, foreseen);
        if (end.status() == Outcome.Status.FINISHED && differences.isEmpty()) {
            differences.addAll(plan.ofFindings(found));
            differences.addAll(plan.ofCalls(events));
        }
        return new Rehearsal(end, events, differences, foreseen.hands().written());
    }

    /** What a run would do; where only a run can decide a condition, also what it would do otherwise. */
    PairEnd check(Convoy convoy) {
        List<Event> events = new ArrayList<>();
        plans().draft()
                .ifPresent(draft -> new Fingerprint(known.refresh(), known.world())
                        .things()
                        .forEach(thing -> draft.found(name(), thing)));
        PairCourse course = new PairCourse(
                Optional.empty(), thing -> plans().draft().ifPresent(draft -> draft.found(name(), thing)));
        Foreseen foreseen = foreseen(Decisions.allTrue(), course, new Probes());
        draw("before", Optional.of(known.world()));
        PairEnd end = predict(PlanningContext.Purpose.CHECK, recorder().overheard(events::add), convoy, foreseen);
        told(end, foreseen.hands());
        draw("after", Optional.of(foreseen.hands().foreseen()));
        try {
            boolean open = !foreseen.decisions().open().isEmpty();
            alternatives(foreseen, events, open ? convoy.doneByOthers(name()) : Map.of());
        } catch (InterruptedException e) {
            return PairEnd.interrupted();
        }
        return end;
    }

    /**
     * Tells, for each condition that only a run can decide, what it would do otherwise.
     *
     * @param events of the check in which every such condition is true
     * @param done once for all pairs, by others than this one
     */
    private void alternatives(Foreseen foreseen, List<Event> events, Map<String, TaskEnd> done) {
        Otherwise otherwise = new Otherwise(events);
        for (Map.Entry<String, String> open : foreseen.decisions().open().entrySet()) {
            if (shared.equipment().interruption().stops()) {
                break;
            }
            String place = open.getKey();
            String condition = open.getValue();
            List<Event> others = new ArrayList<>();
            PairEnd other = predict(
                    PlanningContext.Purpose.CHECK,
                    recorder().rehearsing(others::add),
                    Convoy.alone(done),
                    foreseen(Decisions.without(place), PairCourse.free(), foreseen.probes()));
            plans().draft().ifPresent(draft -> draft.otherwise(name(), condition, others));
            otherwise.tell(
                    new Otherwise.Other(place, condition, others, other),
                    recorder().voice(name(), place));
        }
    }

    /** Whether the run reaches nothing outside, so that there is no target to hold a lease on. */
    boolean touchesNothing() {
        return shared.fleets().areUntouched();
    }

    /** @param lease what the lease on the target is on; empty only when the run touches nothing */
    PairEnd live(Optional<LeaseKey> lease, HeldLeases leases, Convoy convoy) {
        Refresh.RefreshSide target = known.refresh().target();
        Gate gate = new Gate(shared.shield(), known.refresh(), shared.fleets()::number);
        MemoryVault vault = new MemoryVault(shared.equipment().redaction());
        PairWorld pairWorld = new PairWorld(
                shared.fleets().of(target.account()), known.refresh().source().instance(), known.completed());
        LiveHands.Grip grip = new LiveHands.Grip(
                gate,
                new LiveHands.Rights(lease, leases),
                outside().pacing(target.account()),
                vault,
                shared.equipment().interruption());
        LiveHands hands = new LiveHands(pairWorld, turn -> reach().ports(turn, vault), grip);
        PairCourse course = plans().held()
                .map(held -> new PairPlan(held.plan(), known).course())
                .orElse(PairCourse.free());
        draw("before", Optional.of(known.world()));
        TaskRun.Bench bench = bench(
                new Base(PlanningContext.Purpose.RUN, gate, hands, known.completed(), vault, course),
                Decisions.allTrue(),
                new Probes());
        PairEnd end = told(dated(new PairChain(route(), bench, recorder(), convoy).run()), hands);
        draw("after", pairWorld.latest());
        return ranked(end);
    }

    /** Who finds everything done has brought no new data: that is no success of this run, but of an earlier one. */
    private PairEnd ranked(PairEnd end) {
        boolean nothingLeft = known.resumed()
                && end.status() == Outcome.Status.FINISHED
                && end.changes() == 0
                && !undoes()
                && route().isDone();
        if (nothingLeft) {
            recorder()
                    .voice(name(), "")
                    .warn("nothing was left to do: refresh " + refresh().id()
                            + " had come to its end before, and no new"
                            + " data was taken; run the same command again for a new refresh");
        }
        return nothingLeft ? end.as(Outcome.Status.EARLIER) : end;
    }

    /** After a rollback the old data serves, whatever this refresh has made. */
    private PairEnd dated(PairEnd end) {
        return undoes() ? end.with(List.of()) : end;
    }

    /** Whether something is taken back or deleted, and nothing refreshed. */
    private boolean undoes() {
        Request.Command command = shared.request().places().command();
        return command.isRollback() || command.isDiscard();
    }

    /** After a rollback or discard, says what is left. */
    private PairEnd told(PairEnd end, Hands hands) {
        boolean interrupted = end.status() == Outcome.Status.INTERRUPTED;
        if (!undoes() || interrupted) {
            return end;
        }
        Voice voice = recorder().voice(name(), "");
        boolean restarts = plays.stream()
                .flatMap(play -> play.tasks().stream())
                .filter(shared.request().options().selection()::includes)
                .anyMatch(task -> shared.equipment()
                        .modules()
                        .restartApplication(task.module().text()));
        try {
            Turn.Showing showing = new Turn.Showing(false, false, false);
            World after = hands.world(new Turn(TaskPlace.of(""), voice, Turn.Limits.none(), showing, Optional.empty()));
            Remains remains = new Remains(known.refresh(), after, known.synced(), restarts);
            boolean discard = shared.request().places().command().isDiscard();
            (discard ? remains.afterDiscard() : remains.afterRollback()).forEach(voice::line);
        } catch (TaskFailure e) {
            voice.warn("what is left cannot be read: " + e.message());
        }
        return end;
    }

    /** Tells what exists around the pair, unless the run has nothing to do with it. */
    private void draw(String when, Optional<World> world) {
        if (!touchesNothing()) {
            world.map(found -> new PairPicture(known.refresh(), found))
                    .ifPresent(picture -> recorder().voice(name(), "").say(Event.Kind.WORLD, picture.facts(when)));
        }
    }

    /** What a prediction starts from, and where it leads. */
    private record Foreseen(
            CheckHands hands,
            Completed completed,
            MemoryVault vault,
            Decisions decisions,
            PairCourse course,
            Probes probes) {}

    private Foreseen foreseen(Decisions decisions, PairCourse course, Probes probes) {
        MemoryVault vault = new MemoryVault(shared.equipment().redaction());
        Completed completed = known.completed().copy();
        // A hook that is gone must not keep a rollback from giving the names back.
        Optional<Shell> shell =
                undoes() ? Optional.empty() : Optional.of(outside().shell());
        CheckHands hands = new CheckHands(known.world(), completed, vault, shell);
        return new Foreseen(hands, completed, vault, decisions, course, probes);
    }

    private PairEnd predict(PlanningContext.Purpose purpose, Recorder recorder, Convoy convoy, Foreseen foreseen) {
        Gate gate = new Gate(shared.shield(), known.refresh(), shared.fleets()::number);
        TaskRun.Bench bench = bench(
                new Base(purpose, gate, foreseen.hands(), foreseen.completed(), foreseen.vault(), foreseen.course()),
                foreseen.decisions(),
                foreseen.probes());
        return new PairChain(route(), bench, recorder, convoy).run();
    }

    private PairChain.Route route() {
        return new PairChain.Route(plays, shared.request().options().selection(), known.done(), known.pending());
    }

    /** What a chain stands on: for a check, predictions; for a run, what is. */
    private record Base(
            PlanningContext.Purpose purpose,
            Gate gate,
            Hands hands,
            Completed completed,
            MemoryVault vault,
            PairCourse course) {}

    private TaskRun.Bench bench(Base base, Decisions decisions, Probes probes) {
        TaskView.PairSight sight = new TaskView.PairSight(
                base.purpose(),
                known.refresh(),
                new TaskView.Accounts(
                        Map.<String, ObjectListing>copyOf(reach().stores()),
                        shared.fleets().rds(known.refresh().target().account())),
                new ReadingDatabase(outside().database()),
                base.hands().vault(),
                files(),
                base.course());
        Carrier carrier = new Carrier(base.gate(), base.hands(), outside().clock(), base.course());
        Footings footings = new Footings(
                new Footing(carrier, base.hands(), sight, false),
                new Footings.Ground(
                        base.gate(),
                        outside().clock(),
                        shared.equipment().redaction(),
                        base.completed(),
                        turn -> reach().ports(turn, base.vault()),
                        outside().shell(),
                        shared.equipment().interruption()));
        return new TaskRun.Bench(
                shared.equipment().modules(),
                footings,
                scopes(),
                outside().clock(),
                outside().chance(),
                known.results(),
                known.begun(),
                probes,
                shared.request().options().diff(),
                shared.equipment().interruption(),
                base.purpose() == PlanningContext.Purpose.PREFLIGHT
                        ? question -> true
                        : outside().approval(),
                decisions,
                new Entrance(
                        shared.fleets(),
                        known.refresh().target().account(),
                        shared.equipment().redaction()));
    }

    private Scopes scopes() {
        Request.Options options = shared.request().options();
        return new Scopes(
                layers,
                options.extraVars(),
                options.prompted(),
                new dev.runbook.expression.Outside(lookups(), outside().clock()::now));
    }

    private Reach reach() {
        return new Reach(known.refresh(), shared);
    }

    private MaskedLookups lookups() {
        return new MaskedLookups(outside().lookups(), shared.equipment().redaction());
    }

    private ProjectFiles files() {
        Request.Places places = shared.request().places();
        return new ProjectFiles(
                places.runbookFolder(),
                places.root(),
                (file, text) ->
                        plans().draft().ifPresent(draft -> draft.read("named by a task", file, Sha256.of(text))));
    }

    private Plans plans() {
        return shared.equipment().plans();
    }

    private Recorder recorder() {
        return shared.equipment().recorder();
    }

    private Outside outside() {
        return shared.equipment().outside();
    }
}
