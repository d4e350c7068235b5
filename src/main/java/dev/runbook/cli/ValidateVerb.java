package dev.runbook.cli;

import dev.runbook.engine.Modules;
import dev.runbook.yaml.Printable;
import dev.runbook.yaml.ProblemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads a runbook and its inventory and reports every mistake, without any call to AWS. */
@Command(
        name = "validate",
        header = "Reports every mistake in a runbook and its inventory, without calling AWS.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class ValidateVerb implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "RUNBOOK", description = "a runbook: a path, or a name under runbooks/")
    private String runbook = "";

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    ValidateVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws UsageException, ProblemException {
        Finder finder = new Finder(surroundings);
        Project project = Project.read(options.request(runbook), finder, Modules.discover());
        surroundings
                .out()
                .println(Printable.of(project.runbook().source().name()) + " with "
                        + Printable.of(project.inventoryName()) + ": "
                        + count(project.runbook().plays().size(), "play") + ", "
                        + count(project.runbook().tasks().size(), "task") + ", "
                        + count(project.pairs().size(), "pair") + ", no mistakes found");
        return Exit.OK;
    }

    private static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }
}
