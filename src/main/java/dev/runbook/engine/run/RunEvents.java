package dev.runbook.engine.run;

import dev.runbook.engine.JournalWriteException;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.record.EventFields;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.Event;
import dev.runbook.modules.Refresh;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Says how a run and its pairs begin and end; when the journal takes nothing more, stops all of them. Used by many threads. */
final class RunEvents {

    private final String id;
    private final RunRequest request;
    private final RunServices services;
    private boolean unrecorded;

    RunEvents(String id, RunRequest request, RunServices services) {
        this.id = id;
        this.request = request;
        this.services = services;
    }

    void emitStarted(boolean resumed) {
        RunRequest.Places places = request.places();
        EventFields fields = request.options().check() ? new EventFields() : EventFields.of("run", id);
        fields.with("runbook", request.runbook().source().name())
                .with("inventory", places.inventory())
                .with("runbook_path", places.project().runbook().toString())
                .with("inventory_path", places.project().inventory().toString())
                .with("pairs", request.pairs().stream().map(Pair::name).toList())
                .with("check", request.options().check())
                .with("resumed", resumed)
                .with("argv", places.command().words())
                .with("folder", places.command().folder().toString())
                .with("owner", services.environment().owner().fields())
                .with("plan", services.plans().digest());
        places.command().earlier().ifPresent(run -> fields.with(run.wish().field(), run.run()));
        voice("").emit(Event.Kind.RUN_STARTED, fields);
    }

    void emitPairStarted(PairRun pair) {
        Refresh refresh = pair.refresh();
        voice(pair.name())
                .emit(
                        Event.Kind.PAIR_STARTED,
                        EventFields.of("refresh", refresh.id())
                                .with("source", refresh.source().instance().name())
                                .with("target", refresh.target().instance().name())
                                .with("resumed", pair.isResumed()));
    }

    /** @param fields as {@code PAIR_ENDED} has them */
    void emitEnded(String pair, EventFields fields) {
        emitLast(() -> voice(pair).emit(Event.Kind.PAIR_ENDED, fields));
    }

    /** @param exit the exit code, asked again when the run turns out to have ended otherwise */
    void emitEnded(IntSupplier exit, Duration took) {
        emitLast(() -> voice("")
                .emit(
                        Event.Kind.RUN_ENDED,
                        new EventFields().with("exit", exit.getAsInt()).with("seconds", took)));
    }

    /** Tells how something has ended, even where the journal does not take it any more. */
    private void emitLast(Runnable ending) {
        try {
            ending.run();
        } catch (JournalWriteException e) {
            stopAll(e);
            ending.run();
        }
    }

    /** Stops all pairs: what they do next could not be noted. */
    synchronized TaskFailure stopAll(JournalWriteException e) {
        TaskFailure failure = e.failure();
        if (!unrecorded) {
            voice("").warn(failure.message() + "; " + failure.advice());
        }
        unrecorded = true;
        services.cancellation().abort();
        return failure;
    }

    /** Whether the journal takes nothing more. */
    synchronized boolean isUnrecorded() {
        return unrecorded;
    }

    private TaskEvents voice(String pair) {
        return services.recorder().taskEvents(pair, "");
    }
}
