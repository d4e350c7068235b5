package dev.runbook.cli.command;

import dev.runbook.cli.RefusedException;
import dev.runbook.cli.UnwritableStateException;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.OptionNodes;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.engine.RunRequest;
import dev.runbook.port.PortException;
import dev.runbook.yaml.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes the unused new instances of a run: a clone that failed, whose key is lost, or whose rules have changed. */
@Command(
        name = "discard",
        header = "Deletes the new instances of a run that are not in use yet, so that the next run makes a new clone.",
        description =
                "For a clone that has failed or can no longer be used. Only instances with the tags of the run's refresh are"
                        + " deleted, by resource id, without a snapshot. It asks first; -y answers in advance. Refused for an"
                        + " instance that is live, has or had the target's name, or has replicas (exit 5). If it is killed, the"
                        + " same command continues.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class DiscardCommand implements Callable<Integer> {

    private static final UndoAction.UndoKind KIND = new UndoAction.UndoKind(
            RunRequest.ResumeKind.DISCARD,
            "discard",
            "a discard deletes instances permanently",
            "Delete as listed above?");

    private final ProcessContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--check", description = "change nothing; list every call that the discard would make")
    private boolean check;

    @Option(
            names = {"-l", "--limit", "--pair"},
            paramLabel = "PATTERN",
            description = "only these pairs of the run")
    private @Nullable String limit;

    @Mixin
    private PreviousRunOptions previousRunOptions = new PreviousRunOptions();

    DiscardCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call()
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        return execute(
                PreviousRun.find(context, "discard", previousRunOptions.run()),
                spec.root().commandLine().getParseResult().originalArgs());
    }

    /**
     * Deletes the new instances of a run, or continues a discard that was interrupted.
     *
     * @param words the command line, for the journal
     */
    int execute(PreviousRun previousRun, List<String> words)
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        return new UndoAction(context, previousRun.original(), KIND)
                .execute(new UndoAction.UndoRequest(
                        check, OptionNodes.limitPattern(limit), false, previousRunOptions, words));
    }
}
