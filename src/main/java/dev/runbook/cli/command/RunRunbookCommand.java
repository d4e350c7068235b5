package dev.runbook.cli.command;

import dev.runbook.cli.RefusedException;
import dev.runbook.cli.UnwritableStateException;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.cli.project.ProjectSettings;
import dev.runbook.cli.project.Terminal;
import dev.runbook.port.PortException;
import dev.runbook.yaml.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
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

/** Runs a runbook for the pairs of an inventory, or predicts what a run would do. */
@Command(
        name = "run",
        header = "Runs a runbook for the pairs of an inventory; with --check, shows what a run would do.",
        description = {
            "A check with --out saves its plan; run --plan applies exactly that plan, or changes nothing.",
            "After an interruption or a failure, the same command continues where it stopped. If nothing was left to do,"
                    + " the pair ends as earlier, and the next run starts a new refresh.",
            "",
            "Exit codes: 0 success; 1 internal error, or the output could not be written; 2 wrong arguments; 3 a mistake in a file; 4 a task failed;"
                    + " 5 refused: to protect production or unmasked data, because another run has the target, or"
                    + " because a plan no longer matches; 6 no access to AWS, nothing was changed; 7 the state folder cannot be"
                    + " written, every call sent so far is recorded;"
                    + " 10 with --check --detailed-exitcode: changes are pending; 129, 130 or 143 interrupted by a lost terminal,"
                    + " Ctrl-C or SIGTERM: the run stops in order."
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
public final class RunRunbookCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUNBOOK", arity = "0..1", description = "a runbook: a path, or a name under runbooks/")
    private String runbook = "";

    @Option(names = "--check", description = "change nothing; show every call and statement that a run would make")
    private boolean check;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private PlanOptions planOptions = new PlanOptions();

    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            description = "number of pairs to run at the same time (default: 5)")
    private @Nullable Integer forks;

    @Option(
            names = {"-y", "--yes"},
            description = "answer yes to every question")
    private boolean yes;

    @Option(
            names = "--step",
            description = "ask before each task of each pair: y runs it, n skips it, c continues without asking")
    private boolean stepMode;

    @Option(
            names = "--detailed-exitcode",
            description = "with --check: exit with 10 if a run would change something, with 0 if not")
    private boolean detailedExit;

    @Option(
            names = {"-D", "--diff"},
            description = "show which settings each change alters")
    private boolean diff;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    public RunRunbookCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call()
            throws UsageException, RefusedException, ProblemException, PortException, IOException, InterruptedException,
                    UnwritableStateException {
        planOptions.checkConflicts(planConflicts(), check);
        if (detailedExit && !check) {
            throw new UsageException("--detailed-exitcode needs --check, and this is a run", "add --check");
        }
        List<String> words = spec.root().commandLine().getParseResult().originalArgs();
        Terminal terminal = Terminal.of(context);
        RunOptions runOptions = runOptions(words, planFiles());
        checkStepMode(terminal);
        return new RunAction(context, terminal).execute(runOptions);
    }

    /**
     * The options of the run.
     *
     * @param words the command line, for the journal
     */
    RunOptions runOptions(List<String> words, RunOptions.PlanFiles planFiles)
            throws UsageException, RefusedException, ProblemException {
        ProjectSettings settings = context.settings();
        return new RunOptions(
                request(planFiles),
                check,
                settings.forks(Optional.ofNullable(forks)),
                yes,
                new RunOptions.RunDisplay(outputOptions.verbosity(settings), outputOptions.output(settings)),
                new RunOptions.RunFlags(stepMode, detailedExit, diff, true, planFiles),
                words,
                Optional.empty());
    }

    /** The arguments and options that contradict {@code --plan}. */
    private List<String> planConflicts() throws UsageException {
        if (planOptions.plan().isEmpty() && runbook.isEmpty()) {
            throw new UsageException("there is nothing to run", "name a runbook, or give a plan with --plan");
        }
        List<String> besides = new ArrayList<>(runbook.isEmpty() ? List.of() : List.of("the runbook " + runbook));
        besides.addAll(options.selectionOptions());
        if (stepMode) {
            besides.add("--step");
        }
        return besides;
    }

    /** The plan to apply, and the file to save a plan to. */
    RunOptions.PlanFiles planFiles() throws UsageException, RefusedException, ProblemException {
        return new RunOptions.PlanFiles(
                planOptions.plan().isPresent()
                        ? Optional.of(PlanFile.open(planOptions.plan().get(), context))
                        : Optional.empty(),
                planOptions.out().isPresent()
                        ? Optional.of(PlanFileWriter.create(planOptions.out().get(), context))
                        : Optional.empty());
    }

    private Project.ProjectRequest request(RunOptions.PlanFiles planFiles)
            throws UsageException, RefusedException, ProblemException {
        return planFiles.savedPlan().isPresent()
                ? planFiles.savedPlan().get().request(options.vars(), new ProjectFileFinder(context))
                : options.request(runbook);
    }

    private void checkStepMode(Terminal terminal) throws UsageException {
        if (stepMode && yes) {
            throw new UsageException("--step asks before each task, and --yes answers in advance", "give only one");
        }
        if (stepMode && !terminal.inputIsTerminal()) {
            throw new UsageException(
                    "--step asks before each task, and there is no terminal to ask at",
                    "start it at a terminal, or choose the tasks with -t, --skip-tags or --from");
        }
    }
}
