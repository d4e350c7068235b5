package dev.runbook.engine;

import dev.runbook.inventory.Pair;
import dev.runbook.journal.Event;
import dev.runbook.modules.Refresh;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Says how a run and its pairs begin and end; when the journal takes nothing more, stops all of them. Used by many threads. */
final class RunWords {

    private final String id;
    private final Request request;
    private final Run.Equipment equipment;
    private boolean unrecorded;

    RunWords(String id, Request request, Run.Equipment equipment) {
        this.id = id;
        this.request = request;
        this.equipment = equipment;
    }

    void started(boolean resumed) {
        Request.Places places = request.places();
        Facts facts = request.options().check() ? new Facts() : Facts.of("run", id);
        facts.with("runbook", request.runbook().source().name())
                .with("inventory", places.inventory())
                .with("runbook_path", places.project().runbook().toString())
                .with("inventory_path", places.project().inventory().toString())
                .with("pairs", request.pairs().stream().map(Pair::name).toList())
                .with("check", request.options().check())
                .with("resumed", resumed)
                .with("argv", places.command().words())
                .with("folder", places.command().folder().toString())
                .with("owner", equipment.outside().owner().fields())
                .with("plan", equipment.plans().digest());
        places.command().earlier().ifPresent(run -> facts.with(run.wish().field(), run.run()));
        voice("").say(Event.Kind.RUN_STARTED, facts);
    }

    void begin(PairRun pair) {
        Refresh refresh = pair.refresh();
        voice(pair.name())
                .say(
                        Event.Kind.PAIR_STARTED,
                        Facts.of("refresh", refresh.id())
                                .with("source", refresh.source().instance().name())
                                .with("target", refresh.target().instance().name())
                                .with("resumed", pair.isResumed()));
    }

    /** @param facts as {@code PAIR_ENDED} has them */
    void ended(String pair, Facts facts) {
        told(() -> voice(pair).say(Event.Kind.PAIR_ENDED, facts));
    }

    /** @param exit the exit code, asked again when the run turns out to have ended otherwise */
    void ended(IntSupplier exit, Duration took) {
        told(() -> voice("")
                .say(
                        Event.Kind.RUN_ENDED,
                        new Facts().with("exit", exit.getAsInt()).with("seconds", took)));
    }

    /** Tells how something has ended, even where the journal does not take it any more. */
    private void told(Runnable ending) {
        try {
            ending.run();
        } catch (UnrecordedException e) {
            stop(e);
            ending.run();
        }
    }

    /** Stops all pairs: what they do next could not be noted. */
    synchronized TaskFailure stop(UnrecordedException e) {
        TaskFailure failure = e.failure();
        if (!unrecorded) {
            voice("").warn(failure.message() + "; " + failure.advice());
        }
        unrecorded = true;
        equipment.interruption().breakOff();
        return failure;
    }

    /** Whether the journal takes nothing more. */
    synchronized boolean isUnrecorded() {
        return unrecorded;
    }

    private Voice voice(String pair) {
        return equipment.recorder().voice(pair, "");
    }
}
