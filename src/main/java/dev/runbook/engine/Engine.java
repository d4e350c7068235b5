package dev.runbook.engine;

import dev.runbook.journal.Journal;
import dev.runbook.journal.RunFolders;
import java.io.IOException;
import java.util.Optional;

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
        String id = RunFolders.newId(outside.clock().now(), outside.chance().nextInt());
        RunFolders folders = new RunFolders(request.places().state());
        Redaction redaction = new Redaction();
        request.options().extraVars().values().forEach(redaction::keep);
        if (request.options().check()) {
            Recorder recorder = new Recorder(redaction, outside.clock(), Optional.empty(), sink);
            return new Run(id, request, equipment(redaction, recorder, interruption, plans)).go();
        }
        try (Journal journal = Journal.open(folders.journal(id))) {
            Recorder recorder = new Recorder(redaction, outside.clock(), Optional.of(journal), sink);
            return new Run(id, request, equipment(redaction, recorder, interruption, plans)).go();
        }
    }

    private Run.Equipment equipment(Redaction redaction, Recorder recorder, Interruption interruption, Plans plans) {
        return new Run.Equipment(modules, outside, redaction, recorder, interruption, plans);
    }
}
