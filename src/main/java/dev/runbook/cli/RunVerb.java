package dev.runbook.cli;

import dev.runbook.port.PortException;
import dev.runbook.yaml.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a runbook for the pairs of an inventory, or shows what a run would do. */
@Command(
        name = "run",
        header = "Runs a runbook for the pairs of an inventory; with --check, shows what a run would do.",
        description = {
            "Run again after an interruption or a failure, the same command continues where it stopped.",
            "",
            "Exit codes: 0 done; 1 an error in runbook; 2 wrong arguments; 3 a mistake in a file; 4 a task failed;",
            "5 refused, to keep production or unmasked data safe; 6 no way in to AWS, nothing was changed;",
            "10 with --check --detailed-exitcode: changes are pending; 130 or 143 interrupted."
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class RunVerb implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUNBOOK", description = "a runbook: a path, or a name under runbooks/")
    private String runbook = "";

    @Option(names = "--check", description = "change nothing; show every call and statement that a run would make")
    private boolean check;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Option(names = "--forks", paramLabel = "N", description = "pairs worked on at the same time (default: 5)")
    private @Nullable Integer forks;

    @Option(
            names = {"-y", "--yes"},
            description = "answer yes to every question")
    private boolean yes;

    @Option(
            names = "--step",
            description =
                    "ask before each task of each pair: y carries it out, n leaves it out, c goes on without asking")
    private boolean eachTask;

    @Option(
            names = "--detailed-exitcode",
            description = "with --check: end with 10 when a run would change something, with 0 when not")
    private boolean detailedExit;

    @Option(
            names = {"-D", "--diff"},
            description = "show what each change makes different, setting by setting")
    private boolean diff;

    @Option(
            names = {"-v", "--verbose"},
            description = {
                "show more: -v each call with its parameters, -vv where each task stands and its arguments,",
                "-vvv each call and read of AWS and databases, -vvvv what goes over the wire; run.log has it all"
            })
    private boolean[] verbose = {};

    @Option(
            names = "--output",
            paramLabel = "FORM",
            description = "text for people; jsonl: an event a line; json: one document; junit: JUnit XML;"
                    + " github: annotations and step summary")
    private @Nullable Output output;

    RunVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws UsageException, ProblemException, PortException, IOException, InterruptedException {
        List<String> words = spec.root().commandLine().getParseResult().originalArgs();
        Terminal terminal = Terminal.of(surroundings);
        RunOptions wanted = wanted(words);
        askable(terminal);
        return new RunCall(surroundings, terminal).carryOut(wanted);
    }

    /**
     * What the options ask for.
     *
     * @param words the command line, for the journal
     */
    RunOptions wanted(List<String> words) throws UsageException {
        Settings settings = surroundings.settings();
        return new RunOptions(
                options.request(runbook),
                check,
                settings.forks(Optional.ofNullable(forks)),
                yes,
                verbose.length,
                settings.output(Optional.ofNullable(output)),
                new RunOptions.Special(eachTask, detailedExit, diff, true),
                words,
                Optional.empty());
    }

    private void askable(Terminal terminal) throws UsageException {
        if (eachTask && yes) {
            throw new UsageException("--step asks before each task, and --yes answers before it is asked", "give one");
        }
        if (eachTask && !terminal.input()) {
            throw new UsageException(
                    "--step asks before each task, and there is no terminal to ask at",
                    "start it at a terminal, or choose the tasks with -t, --skip-tags or --from");
        }
    }
}
