package dev.runbook.cli;

import dev.runbook.engine.RunRequest;
import dev.runbook.journal.RecordedRun;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Selection;
import dev.runbook.yaml.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Rolls back or discards a run: lists the calls, asks, and calls the engine. */
record UndoCall(Surroundings surroundings, EarlierRun earlier, Kind kind) {

    /**
     * The kind of undo and its words.
     *
     * @param wish how the engine uses the run
     * @param verb the verb in messages, such as {@code roll back}
     * @param danger why a confirmation is needed
     * @param question the question that asks for it
     */
    record Kind(RunRequest.ResumeKind wish, String verb, String danger, String question) {}

    /**
     * The options of the command line.
     *
     * @param limit a pattern of pairs; empty for all that the run has started
     * @param restart whether to restart the application on the old tree
     * @param words the command line, for the journal
     */
    record Asked(boolean check, Optional<String> limit, boolean restart, EarlierOptions options, List<String> words) {
        Asked {
            words = List.copyOf(words);
        }
    }

    int carryOut(Asked asked)
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        RecordedRun run = earlier.run();
        List<String> begun = run.pairs().stream().filter(run::started).toList();
        if (begun.isEmpty()) {
            throw new UsageException(
                    "run " + run.id() + " has not started any pair: nothing to " + kind.verb(),
                    "'runbook history' lists the runs");
        }
        Terminal terminal = Terminal.of(surroundings);
        boolean asks = !asked.check() && !asked.options().yes();
        if (asks && !terminal.input()) {
            throw new UsageException(
                    kind.danger() + ", and there is no terminal to ask at", "review it with --check, then give --yes");
        }
        RunCall call = new RunCall(earlier.there(), terminal);
        if (asks) {
            int exit = call.carryOut(options(asked, begun, true));
            if (exit != Exit.OK || !confirmed(terminal)) {
                return exit == Exit.OK ? declined() : exit;
            }
        }
        return call.carryOut(options(asked, begun, asked.check()));
    }

    private RunOptions options(Asked asked, List<String> begun, boolean check)
            throws UsageException, RefusedException, ProblemException {
        RunOptions recorded = earlier.options(asked.options().vars(), kind.wish());
        Project.Request request = recorded.request();
        Settings settings = surroundings.settings();
        String limit = asked.limit().orElse(String.join(",", begun));
        return new RunOptions(
                new Project.Request(
                        request.runbook(),
                        request.inventory(),
                        Optional.of(limit),
                        request.vars(),
                        request.absent(),
                        Selection.Request.everything()),
                check,
                recorded.forks(),
                asked.options().yes(),
                asked.options().shown().verbosity(settings),
                asked.options().shown().output(settings),
                asked.restart() ? RunOptions.Special.none() : RunOptions.Special.withoutRestart(),
                asked.words(),
                recorded.earlier());
    }

    private boolean confirmed(Terminal terminal) throws PortException, InterruptedException {
        surroundings.out().flush();
        Conversation conversation =
                new Conversation(surroundings, new Conversation.Manner(false, terminal.input(), false), asking -> {});
        return conversation.isGranted(kind.question());
    }

    private int declined() {
        surroundings.err().println("Nothing was changed.");
        return Exit.FAILED;
    }
}
