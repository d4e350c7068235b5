package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.RefusedException;
import dev.runbook.cli.UnwritableStateException;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectSettings;
import dev.runbook.cli.project.Terminal;
import dev.runbook.engine.RunRequest;
import dev.runbook.journal.RecordedRun;
import dev.runbook.port.PortException;
import dev.runbook.runbook.Selection;
import dev.runbook.yaml.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Rolls back or discards a run: lists the calls, asks, and calls the engine. */
record UndoAction(ProcessContext context, PreviousRun previousRun, UndoKind kind) {

    /**
     * The kind of undo and its words.
     *
     * @param resumeKind how the engine uses the run
     * @param actionName the verb in messages, such as {@code roll back}
     * @param warning why a confirmation is needed
     * @param question the question that asks for it
     */
    record UndoKind(RunRequest.ResumeKind resumeKind, String actionName, String warning, String question) {}

    /**
     * The options of the command line.
     *
     * @param limit a pattern of pairs; empty for all that the run has started
     * @param restart whether to restart the application on the old tree
     * @param words the command line, for the journal
     */
    record UndoRequest(
            boolean check,
            Optional<String> limit,
            boolean restart,
            PreviousRunOptions previousRunOptions,
            List<String> words) {
        UndoRequest {
            words = List.copyOf(words);
        }
    }

    int execute(UndoRequest undoRequest)
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        RecordedRun run = previousRun.run();
        List<String> begun = run.pairs().stream().filter(run::hasStarted).toList();
        if (begun.isEmpty()) {
            throw new UsageException(
                    "run " + run.id() + " has not started any pair: nothing to " + kind.actionName(),
                    "'runbook history' lists the runs");
        }
        Terminal terminal = Terminal.of(context);
        boolean asks = !undoRequest.check() && !undoRequest.previousRunOptions().yes();
        if (asks && !terminal.inputIsTerminal()) {
            throw new UsageException(
                    kind.warning() + ", and there is no terminal to ask at", "review it with --check, then give --yes");
        }
        RunAction action = new RunAction(previousRun.startEnvironment(), terminal);
        if (asks) {
            int exit = action.execute(options(undoRequest, begun, true));
            if (exit != ExitCode.OK || !isConfirmed(terminal)) {
                return exit == ExitCode.OK ? reportDeclined() : exit;
            }
        }
        return action.execute(options(undoRequest, begun, undoRequest.check()));
    }

    private RunOptions options(UndoRequest undoRequest, List<String> begun, boolean check)
            throws UsageException, RefusedException, ProblemException {
        RunOptions recorded =
                previousRun.options(undoRequest.previousRunOptions().vars(), kind.resumeKind());
        Project.ProjectRequest request = recorded.request();
        ProjectSettings settings = context.settings();
        String limit = undoRequest.limit().orElse(String.join(",", begun));
        return new RunOptions(
                new Project.ProjectRequest(
                        request.runbook(),
                        request.inventory(),
                        Optional.of(limit),
                        request.vars(),
                        request.missingSecrets(),
                        Selection.Request.everything()),
                check,
                recorded.forks(),
                undoRequest.previousRunOptions().yes(),
                new RunOptions.RunDisplay(
                        undoRequest.previousRunOptions().outputOptions().verbosity(settings),
                        undoRequest.previousRunOptions().outputOptions().output(settings)),
                undoRequest.restart() ? RunOptions.RunFlags.none() : RunOptions.RunFlags.withoutRestart(),
                undoRequest.words(),
                recorded.resumeTarget());
    }

    private boolean isConfirmed(Terminal terminal) throws PortException, InterruptedException {
        context.out().flush();
        ConsolePrompt consolePrompt = new ConsolePrompt(
                context, new ConsolePrompt.PromptMode(false, terminal.inputIsTerminal(), false), asking -> {});
        return consolePrompt.isGranted(kind.question());
    }

    private int reportDeclined() {
        context.err().println("Nothing was changed.");
        return ExitCode.FAILED;
    }
}
