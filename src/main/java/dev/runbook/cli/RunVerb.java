package dev.runbook.cli;

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

/** Runs a runbook for the pairs of an inventory, or shows what a run would do. */
@Command(
        name = "run",
        header = "Runs a runbook for the pairs of an inventory; with --check, shows what a run would do.",
        description = {
            "A check with --out keeps what it has found; run --plan carries out exactly that, or changes nothing.",
            "Run again after an interruption or a failure, the same command continues where it stopped. Where nothing"
                    + " was left to do, the pair ends as earlier, and the next run begins a new refresh.",
            "",
            "Exit codes: 0 done; 1 an error in runbook, or its output could not be written; 2 wrong arguments; 3 a mistake in a file; 4 a task failed;"
                    + " 5 refused: to keep production or unmasked data safe, because another run has the target, or"
                    + " because a plan does not fit; 6 no way in to AWS, nothing was changed; 7 the state folder cannot be written, no"
                    + " call was sent that is not noted there;"
                    + " 10 with --check --detailed-exitcode: changes are pending; 129, 130 or 143 interrupted, by a lost terminal,"
                    + " Ctrl-C or SIGTERM: the run stops in order."
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class RunVerb implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUNBOOK", arity = "0..1", description = "a runbook: a path, or a name under runbooks/")
    private String runbook = "";

    @Option(names = "--check", description = "change nothing; show every call and statement that a run would make")
    private boolean check;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private PlanOptions plans = new PlanOptions();

    @Option(
            names = {"-f", "--forks"},
            paramLabel = "N",
            description = "pairs worked on at the same time (default: 5)")
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

    @Mixin
    private Shown shown = new Shown();

    RunVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call()
            throws UsageException, RefusedException, ProblemException, PortException, IOException, InterruptedException,
                    UnwritableStateException {
        plans.judge(besides(), check);
        if (detailedExit && !check) {
            throw new UsageException("--detailed-exitcode belongs to --check, and this is a run", "add --check");
        }
        List<String> words = spec.root().commandLine().getParseResult().originalArgs();
        Terminal terminal = Terminal.of(surroundings);
        RunOptions wanted = wanted(words, planning());
        askable(terminal);
        return new RunCall(surroundings, terminal).carryOut(wanted);
    }

    /**
     * What the options ask for.
     *
     * @param words the command line, for the journal
     */
    RunOptions wanted(List<String> words, RunOptions.Planning planning)
            throws UsageException, RefusedException, ProblemException {
        Settings settings = surroundings.settings();
        return new RunOptions(
                request(planning),
                check,
                settings.forks(Optional.ofNullable(forks)),
                yes,
                shown.verbosity(settings),
                shown.output(settings),
                new RunOptions.Special(eachTask, detailedExit, diff, true, planning),
                words,
                Optional.empty());
    }

    /** The words besides {@code --plan} that say what to do. */
    private List<String> besides() throws UsageException {
        if (plans.plan().isEmpty() && runbook.isEmpty()) {
            throw new UsageException("there is nothing to run", "name a runbook, or give a plan with --plan");
        }
        List<String> besides = new ArrayList<>(runbook.isEmpty() ? List.of() : List.of("the runbook " + runbook));
        besides.addAll(options.given());
        if (eachTask) {
            besides.add("--step");
        }
        return besides;
    }

    /** The plan to carry out, or the one to draw up. */
    RunOptions.Planning planning() throws UsageException, RefusedException, ProblemException {
        return new RunOptions.Planning(
                plans.plan().isPresent()
                        ? Optional.of(OpenedPlan.open(plans.plan().get(), surroundings))
                        : Optional.empty(),
                plans.out().isPresent() ? Optional.of(Drafting.to(plans.out().get(), surroundings)) : Optional.empty());
    }

    private Project.Request request(RunOptions.Planning planning)
            throws UsageException, RefusedException, ProblemException {
        return planning.held().isPresent()
                ? planning.held().get().request(options.vars(), new Finder(surroundings))
                : options.request(runbook);
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
