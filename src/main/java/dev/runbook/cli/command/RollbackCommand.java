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

/** Rolls back a run: renames the old instances to their names again, as long as they exist. */
@Command(
        name = "rollback",
        header = "Swaps the old instances of a run back, from any point of its refresh.",
        description =
                "The restart hooks of the run's runbook then run on the old tree, and what remains is listed. Nothing is"
                        + " deleted. It asks first; -y answers in advance. Refused once the old instances are deleted (exit 5).",
        synopsisHeading = "Usage: ",
        sortOptions = false)
public final class RollbackCommand implements Callable<Integer> {

    private static final UndoAction.UndoKind KIND = new UndoAction.UndoKind(
            RunRequest.ResumeKind.ROLL_BACK,
            "roll back",
            "a rollback renames the instances in use",
            "Roll back as listed above?");

    private final ProcessContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--check", description = "change nothing; list every call that the rollback would make")
    private boolean check;

    @Option(
            names = {"-l", "--limit", "--pair"},
            paramLabel = "PATTERN",
            description = "only these pairs of the run")
    private @Nullable String limit;

    @Option(names = "--no-restart", description = "skip the restart hooks")
    private boolean withoutRestart;

    @Mixin
    private PreviousRunOptions previousRunOptions = new PreviousRunOptions();

    public RollbackCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call()
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        return execute(
                PreviousRun.find(context, "rollback", previousRunOptions.run()),
                spec.root().commandLine().getParseResult().originalArgs());
    }

    /**
     * Rolls back a run, or continues a rollback that was interrupted.
     *
     * @param words the command line, for the journal
     */
    int execute(PreviousRun previousRun, List<String> words)
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        return new UndoAction(context, previousRun.original(), KIND)
                .execute(new UndoAction.UndoRequest(
                        check, OptionNodes.limitPattern(limit), !withoutRestart, previousRunOptions, words));
    }
}
