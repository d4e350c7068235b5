package dev.runbook.cli.command;

import dev.runbook.cli.RefusedException;
import dev.runbook.cli.UnwritableStateException;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.ProjectSettings;
import dev.runbook.cli.project.Terminal;
import dev.runbook.engine.RunRequest;
import dev.runbook.port.PortException;
import dev.runbook.yaml.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Continues a failed or interrupted run with its own command, runbook, inventory and refresh. */
@Command(
        name = "resume",
        header = "Continues a failed or interrupted run with its own command, runbook, inventory and refresh.",
        description = {
            "Skips changes that are done, and waits for those still in progress in AWS.",
            "Refuses a run that succeeded, one that a later run has continued or replaced, and one whose files or"
                    + " instances are gone."
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
public final class ResumeCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Mixin
    private PreviousRunOptions previousRunOptions = new PreviousRunOptions();

    public ResumeCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call()
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        PreviousRun previousRun = PreviousRun.find(context, "resume", previousRunOptions.run());
        if (previousRun.run().undoTarget().isPresent() && !previousRun.run().hasSucceeded()) {
            return resumeUndo(previousRun);
        }
        previousRun.requireResumable();
        RunOptions recorded = previousRun.options(previousRunOptions.vars(), RunRequest.ResumeKind.RESUME);
        ProjectSettings settings = context.settings();
        RunOptions runOptions = new RunOptions(
                recorded.request(),
                false,
                recorded.forks(),
                previousRunOptions.yes(),
                new RunOptions.RunDisplay(
                        previousRunOptions.outputOptions().verbosity(settings),
                        previousRunOptions.outputOptions().output(settings)),
                recorded.flags().planFilesOnly(),
                recorded.words(),
                recorded.resumeTarget());
        return new RunAction(previousRun.startEnvironment(), Terminal.of(context)).execute(runOptions);
    }

    /** Continues a rollback or discard by running it again. */
    private int resumeUndo(PreviousRun previousRun)
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        List<String> words = new ArrayList<>(previousRun.completeCommand(previousRunOptions.vars()));
        if (previousRunOptions.yes() && words.stream().noneMatch(word -> word.matches("--yes|-[vh]*y[vh]*"))) {
            words.add("--yes");
        }
        String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
        if (previousRun.run().isDiscard()) {
            DiscardCommand verb = new DiscardCommand(context);
            Main.commandLine(verb).parseArgs(arguments);
            return verb.execute(previousRun, words);
        }
        RollbackCommand verb = new RollbackCommand(context);
        Main.commandLine(verb).parseArgs(arguments);
        return verb.execute(previousRun, words);
    }
}
