package dev.runbook.cli;

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

/** Deletes what a run has made and what cannot be used: a clone that failed, whose key is lost, or whose rules were changed. */
@Command(
        name = "discard",
        header = "Deletes the new instances of a run that serve nobody yet, so that the next run makes a new clone.",
        description =
                "For a clone that has failed or cannot be used any more. Only what carries the marks of the run's refresh is"
                        + " deleted, by its resource id, without a snapshot. It asks first; -y answers in advance. Refused for"
                        + " what is live, has or had the target's name, or feeds anything else (exit 5). Killed, the same"
                        + " command continues.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class DiscardVerb implements Callable<Integer> {

    private static final UndoCall.Kind KIND = new UndoCall.Kind(
            RunRequest.ResumeKind.DISCARD,
            "discard",
            "a discard deletes instances for good",
            "Delete as listed above?");

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--check", description = "change nothing; list every call that would be made")
    private boolean check;

    @Option(
            names = {"-l", "--limit", "--pair"},
            paramLabel = "PATTERN",
            description = "only these pairs of the run")
    private @Nullable String limit;

    @Mixin
    private EarlierOptions options = new EarlierOptions();

    DiscardVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call()
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        return carryOut(
                EarlierRun.find(surroundings, "discard", options.run()),
                spec.root().commandLine().getParseResult().originalArgs());
    }

    /**
     * Deletes what a run has made, or a discard has begun to delete.
     *
     * @param words the command line, for the journal
     */
    int carryOut(EarlierRun earlier, List<String> words)
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        return new UndoCall(surroundings, earlier.original(), KIND)
                .carryOut(new UndoCall.Asked(check, Words.limit(limit), false, options, words));
    }
}
