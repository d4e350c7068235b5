package dev.runbook.engine.run;

import dev.runbook.engine.JournalWriteException;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.Event;
import dev.runbook.modules.Refresh;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/** Emits the start and end of a run and its pairs; stops all pairs when the journal cannot be written. Thread-safe. */
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
        RunRequest.CommandLine command = places.command();
        taskEvents("")
                .emit(new Event.RunStarted(
                        Optional.of(id).filter(run -> !request.options().check()),
                        new Event.RunStarted.RunFiles(
                                request.runbook().source().name(),
                                places.inventory(),
                                places.project().runbook().toString(),
                                places.project().inventory().toString()),
                        request.pairs().stream().map(Pair::name).toList(),
                        request.options().check(),
                        resumed,
                        new Event.RunStarted.StartCommand(
                                command.words(),
                                command.folder().toString(),
                                Optional.of(services.environment().owner())),
                        Optional.of(services.plans().digest()).filter(digest -> !digest.isEmpty()),
                        command.earlier()
                                .map(run -> new Event.RunStarted.RunReference(
                                        run.wish().relation(), run.run()))));
    }

    void emitPairStarted(PairRun pair) {
        Refresh refresh = pair.refresh();
        taskEvents(pair.name())
                .emit(new Event.PairStarted(
                        refresh.id(),
                        refresh.source().instance().name(),
                        refresh.target().instance().name(),
                        pair.isResumed(),
                        Optional.empty()));
    }

    void emitEnded(String pair, Event.PairEnded end) {
        emitLast(() -> taskEvents(pair).emit(end));
    }

    /** @param exit supplies the exit code, which changes if the end cannot be journaled */
    void emitEnded(IntSupplier exit, Duration took) {
        emitLast(() -> taskEvents("").emit(new Event.RunEnded(OptionalInt.of(exit.getAsInt()), took)));
    }

    /** Emits an end event, even if the journal cannot be written. */
    private void emitLast(Runnable ending) {
        try {
            ending.run();
        } catch (JournalWriteException e) {
            stopAll(e);
            ending.run();
        }
    }

    /** Stops all pairs, because their next changes could not be journaled. */
    synchronized TaskFailure stopAll(JournalWriteException e) {
        TaskFailure failure = e.failure();
        if (!unrecorded) {
            taskEvents("").warn(failure.message() + "; " + failure.advice());
        }
        unrecorded = true;
        services.cancellation().abort();
        return failure;
    }

    /** Whether the journal could not be written. */
    synchronized boolean isUnrecorded() {
        return unrecorded;
    }

    private TaskEvents taskEvents(String pair) {
        return services.recorder().taskEvents(pair, "");
    }
}
