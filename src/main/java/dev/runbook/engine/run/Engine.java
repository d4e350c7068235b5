package dev.runbook.engine.run;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.Environment;
import dev.runbook.engine.EventSink;
import dev.runbook.engine.Modules;
import dev.runbook.engine.Plans;
import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.RunRequest;
import dev.runbook.engine.record.LoggingSink;
import dev.runbook.engine.record.Recorder;
import dev.runbook.engine.redact.MaskedFailure;
import dev.runbook.engine.redact.Redaction;
import dev.runbook.journal.Journal;
import dev.runbook.journal.RunFolders;
import dev.runbook.log.RunLog;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Runs a runbook for the pairs of an inventory, or checks what a run would do. */
public final class Engine {

    private final Modules modules;
    private final Environment environment;

    public Engine(Modules modules, Environment environment) {
        this.modules = modules;
        this.environment = environment;
    }

    /**
     * Runs or checks, to the end of every pair.
     *
     * @param sink takes every event, one at a time
     * @param cancellation asked by a signal handler to end the run early
     * @throws IOException when the state folder cannot be used; nothing has been changed then
     */
    public RunOutcome run(RunRequest request, EventSink sink, Cancellation cancellation) throws IOException {
        return run(request, sink, cancellation, Plans.none());
    }

    /** The same, held to a plan, or drawing one up. */
    public RunOutcome run(RunRequest request, EventSink sink, Cancellation cancellation, Plans plans)
            throws IOException {
        RunFolders folders = new RunFolders(request.places().state());
        Redaction redaction = redaction(request);
        if (request.options().check()) {
            String id = RunFolders.newId(environment.clock().now());
            try (RunLog log = new RunLog(folders.checkLog(), redaction::mask, sink::note)) {
                return run(id, request, new EventSinks(redaction, Optional.empty(), log, sink, plans), cancellation);
            }
        }
        String id = folders.claim(environment.clock().now());
        try (Journal journal = Journal.open(folders.journal(id), environment.disk());
                RunLog log = new RunLog(Optional.of(folders.log(id)), redaction::mask, sink::note)) {
            return run(id, request, new EventSinks(redaction, Optional.of(journal), log, sink, plans), cancellation);
        }
    }

    /** Knows what the command line and a person at the terminal have given in secret. */
    private static Redaction redaction(RunRequest request) {
        Redaction redaction = new Redaction();
        Set<String> visible = VisibleVariables.of(request.runbook(), request.inventory());
        request.options()
                .extraVars()
                .forEach((name, value) -> redaction.addSecret(visible.contains(name) ? value : value.asSecret()));
        request.options().prompted().values().forEach(redaction::addSecret);
        return redaction;
    }

    /** Whatever hears of a run, and what it is held to. */
    private record EventSinks(
            Redaction redaction, Optional<Journal> journal, RunLog log, EventSink sink, Plans plans) {}

    private RunOutcome run(String id, RunRequest request, EventSinks ears, Cancellation cancellation)
            throws IOException {
        EventSink sink = new LoggingSink(ears.log(), ears.sink());
        Recorder recorder = new Recorder(ears.redaction(), environment.clock(), ears.journal(), sink);
        environment.logTo(ears.log());
        RunServices services =
                new RunServices(modules, environment, ears.redaction(), recorder, cancellation, ears.plans());
        try {
            return new Run(id, request, services).execute();
        } catch (RuntimeException e) {
            throw MaskedFailure.of(e, ears.redaction());
        }
    }
}
