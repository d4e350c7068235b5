package dev.runbook.cli;

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
        header =
                "Continues a failed or interrupted run with its own command, runbook, inventory and refresh.",
        description = {
            "Skips changes that are done, and waits for those still in progress in AWS.",
            "Refuses a run that succeeded, one that a later run has continued or replaced, and one whose files or"
                    + " instances are gone."
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class ResumeVerb implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private EarlierOptions options = new EarlierOptions();

    ResumeVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call()
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        EarlierRun earlier = EarlierRun.find(surroundings, "resume", options.run());
        if (earlier.run().undoes().isPresent() && !earlier.run().endedWell()) {
            return undo(earlier);
        }
        earlier.checkOpen();
        RunOptions recorded = earlier.options(options.vars(), RunRequest.ResumeKind.RESUME);
        Settings settings = surroundings.settings();
        RunOptions wanted = new RunOptions(
                recorded.request(),
                false,
                recorded.forks(),
                options.yes(),
                options.shown().verbosity(settings),
                options.shown().output(settings),
                recorded.special().onlyPlanning(),
                recorded.words(),
                recorded.earlier());
        return new RunCall(earlier.there(), Terminal.of(surroundings)).carryOut(wanted);
    }

    /** Continues a rollback or discard by running it again. */
    private int undo(EarlierRun earlier)
            throws UsageException, RefusedException, ProblemException, IOException, InterruptedException, PortException,
                    UnwritableStateException {
        List<String> words = new ArrayList<>(earlier.complete(options.vars()));
        if (options.yes() && words.stream().noneMatch(word -> word.matches("--yes|-[vh]*y[vh]*"))) {
            words.add("--yes");
        }
        String[] arguments = words.subList(1, words.size()).toArray(String[]::new);
        if (earlier.run().isDiscard()) {
            DiscardVerb verb = new DiscardVerb(surroundings);
            Main.line(verb).parseArgs(arguments);
            return verb.carryOut(earlier, words);
        }
        RollbackVerb verb = new RollbackVerb(surroundings);
        Main.line(verb).parseArgs(arguments);
        return verb.carryOut(earlier, words);
    }
}
