package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.inventory.Layers;
import dev.runbook.journal.Event;
import dev.runbook.journal.Lease;
import dev.runbook.modules.Refresh;
import dev.runbook.modules.View;
import dev.runbook.port.ObjectListing;
import dev.runbook.port.ObjectStore;
import dev.runbook.port.Ports;
import dev.runbook.world.World;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** One pair in one run: ready to be checked, preflighted or carried out. */
final class PairRun {

    /**
     * What is known about the pair before its first task.
     *
     * @param world as it was read at the start
     * @param completed changes of this refresh that leave no trace in AWS and are done
     * @param results what tasks of this refresh have registered
     * @param done the tasks of this refresh that need not be repeated
     * @param earlier whether the pair is finished already in the run that is continued
     * @param resumed whether the refresh was begun by an earlier run
     */
    record Known(
            Refresh refresh,
            World world,
            Completed completed,
            Map<String, Value.Fields> results,
            Set<String> done,
            boolean earlier,
            boolean resumed) {
        Known {
            results = Map.copyOf(results);
            done = Set.copyOf(done);
        }
    }

    /** What all pairs of a run share. */
    record Shared(
            Request request,
            Run.Equipment equipment,
            Path evidence,
            Shield shield,
            Fleets fleets,
            AtomicBoolean halt) {}

    private final Known known;
    private final Layers layers;
    private final List<PairChain.PlayTask> tasks;
    private final Shared shared;

    PairRun(Known known, Layers layers, List<PairChain.PlayTask> tasks, Shared shared) {
        this.known = known;
        this.layers = layers;
        this.tasks = List.copyOf(tasks);
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

    boolean isResumed() {
        return known.resumed();
    }

    /** The check, shown to nobody: finds out what would stop the run before it changes anything. */
    PairEnd preflight(EventSink sink) {
        return predict(View.Purpose.PREFLIGHT, recorder().rehearsing(sink), foreseenHands());
    }

    PairEnd check() {
        CheckHands hands = foreseenHands();
        draw("before", Optional.of(known.world()));
        PairEnd end = predict(View.Purpose.CHECK, recorder(), hands);
        draw("after", Optional.of(hands.foreseen()));
        return end;
    }

    /** Whether the run reaches nothing outside, so that there is no target to hold a lease on. */
    boolean touchesNothing() {
        return shared.fleets().areUntouched();
    }

    /** @param lease on the target; empty only when the run touches nothing */
    PairEnd live(Optional<Lease> lease) {
        Refresh.Side target = known.refresh().target();
        Gate gate = new Gate(shared.shield(), known.refresh());
        MemoryVault vault = new MemoryVault(shared.equipment().redaction());
        PairWorld pairWorld = new PairWorld(
                shared.fleets().of(target.account()),
                shared.fleets().rds(target.account()),
                known.refresh().source().instance(),
                known.completed());
        LiveHands.Grip grip = new LiveHands.Grip(
                gate,
                lease,
                outside().pace(target.account()),
                new Patience(outside().chance()),
                vault,
                shared.equipment().interruption());
        LiveHands hands = new LiveHands(pairWorld, turn -> ports(turn, vault), grip);
        draw("before", Optional.of(known.world()));
        PairEnd end = chain(View.Purpose.RUN, gate, hands, recorder()).run();
        draw("after", pairWorld.latest());
        return end;
    }

    /** Tells what exists around the pair, unless the run has nothing to do with it. */
    private void draw(String when, Optional<World> world) {
        if (!touchesNothing()) {
            world.map(found -> new PairPicture(known.refresh(), found))
                    .ifPresent(picture -> recorder().voice(name(), "").say(Event.Kind.WORLD, picture.facts(when)));
        }
    }

    private CheckHands foreseenHands() {
        return new CheckHands(
                known.world(),
                known.completed().copy(),
                new MemoryVault(shared.equipment().redaction()));
    }

    private PairEnd predict(View.Purpose purpose, Recorder recorder, CheckHands hands) {
        Gate gate = new Gate(shared.shield(), known.refresh());
        return chain(purpose, gate, hands, recorder).run();
    }

    private PairChain chain(View.Purpose purpose, Gate gate, Hands hands, Recorder recorder) {
        TaskView.PairSight sight = new TaskView.PairSight(
                purpose,
                known.refresh(),
                Map.<String, ObjectListing>copyOf(stores()),
                new ReadingDatabase(outside().database()),
                hands.vault(),
                files());
        Scopes scopes = new Scopes(
                layers,
                shared.request().options().extraVars(),
                new dev.runbook.expression.Outside(lookups(), outside().clock()::now));
        TaskRun.Bench bench = new TaskRun.Bench(
                shared.equipment().modules(),
                new Carrier(gate, hands, outside().clock()),
                hands,
                sight,
                scopes,
                outside().clock(),
                new Patience(outside().chance()),
                known.results(),
                shared.equipment().interruption(),
                purpose == View.Purpose.PREFLIGHT ? question -> true : outside().approval());
        PairChain.Route route =
                new PairChain.Route(tasks, shared.request().options().selection(), known.done(), shared.halt());
        return new PairChain(route, bench, recorder);
    }

    private Ports ports(Turn turn, MemoryVault vault) {
        return new Ports(
                shared.fleets().rds(known.refresh().target().account()),
                stores(),
                outside().database(),
                outside().shell(),
                outside().http(),
                outside().clock(),
                vault,
                new FileEvidence(
                        shared.evidence().resolve(name()), shared.equipment().redaction()),
                turn.voice(),
                outside().approval());
    }

    private Map<String, ObjectStore> stores() {
        if (touchesNothing()) {
            return Map.of();
        }
        Map<String, ObjectStore> stores = new HashMap<>();
        shared.request()
                .inventory()
                .accounts()
                .keySet()
                .forEach(account -> stores.put(account, outside().store(account)));
        return stores;
    }

    private MaskedLookups lookups() {
        return new MaskedLookups(outside().lookups(), shared.equipment().redaction());
    }

    private ProjectFiles files() {
        Request.Places places = shared.request().places();
        return new ProjectFiles(places.runbookFolder(), places.root());
    }

    private Recorder recorder() {
        return shared.equipment().recorder();
    }

    private Outside outside() {
        return shared.equipment().outside();
    }
}
