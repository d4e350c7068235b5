package dev.runbook.engine;

import dev.runbook.journal.Journal;
import dev.runbook.journal.RunFolders;
import dev.runbook.log.RunLog;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Runs a runbook for the pairs of an inventory, or checks what a run would do. */
public final class Engine {

    private final Modules modules;
    private final Outside outside;

    public Engine(Modules modules, Outside outside) {
        this.modules = modules;
        this.outside = outside;
    }

    /**
     * Runs or checks, to the end of every pair.
     *
     * @param sink takes every event, one at a time
     * @param interruption asked by a signal handler to end the run early
     * @throws IOException when the state folder cannot be used; nothing has been changed then
     */
    public Outcome run(Request request, EventSink sink, Interruption interruption) throws IOException {
        return run(request, sink, interruption, Plans.none());
    }

    /** The same, held to a plan, or drawing one up. */
    public Outcome run(Request request, EventSink sink, Interruption interruption, Plans plans) throws IOException {
        RunFolders folders = new RunFolders(request.places().state());
        Redaction redaction = redaction(request);
        if (request.options().check()) {
            String id = RunFolders.newId(outside.clock().now());
            try (RunLog log = new RunLog(folders.checkLog(), redaction::mask, sink::note)) {
                return run(id, request, new Ears(redaction, Optional.empty(), log, sink, plans), interruption);
            }
        }
        String id = folders.claim(outside.clock().now());
        try (Journal journal = Journal.open(folders.journal(id), outside.disk());
                RunLog log = new RunLog(Optional.of(folders.log(id)), redaction::mask, sink::note)) {
            return run(id, request, new Ears(redaction, Optional.of(journal), log, sink, plans), interruption);
        }
    }

    /** Knows what the command line and a person at the terminal have given in secret. */
    private static Redaction redaction(Request request) {
        Redaction redaction = new Redaction();
        Set<String> visible = VisibleVariables.of(request.runbook(), request.inventory());
        request.options()
                .extraVars()
                .forEach((name, value) -> redaction.keep(visible.contains(name) ? value : value.concealed()));
        request.options().prompted().values().forEach(redaction::keep);
        return redaction;
    }

    /** Whatever hears of a run, and what it is held to. */
    private record Ears(Redaction redaction, Optional<Journal> journal, RunLog log, EventSink sink, Plans plans) {}

    private Outcome run(String id, Request request, Ears ears, Interruption interruption) throws IOException {
        EventSink sink = new LoggedSink(ears.log(), ears.sink());
        Recorder recorder = new Recorder(ears.redaction(), outside.clock(), ears.journal(), sink);
        outside.logTo(ears.log());
        Run.Equipment equipment =
                new Run.Equipment(modules, outside, ears.redaction(), recorder, interruption, ears.plans());
        try {
            return new Run(id, request, equipment).go();
        } catch (RuntimeException e) {
            throw MaskedFailure.of(e, ears.redaction());
        }
    }
}
