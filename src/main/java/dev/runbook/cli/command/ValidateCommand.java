package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.engine.Modules;
import dev.runbook.yaml.PrintableText;
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
final class ValidateCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Parameters(paramLabel = "RUNBOOK", description = "a runbook: a path, or a name under runbooks/")
    private String runbook = "";

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    ValidateCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, ProblemException {
        ProjectFileFinder finder = new ProjectFileFinder(context);
        Project project = Project.read(options.request(runbook), finder, Modules.discover());
        context.out()
                .println(PrintableText.of(project.runbook().source().name()) + " with "
                        + PrintableText.of(project.inventoryName()) + ": "
                        + count(project.runbook().plays().size(), "play") + ", "
                        + count(project.runbook().tasks().size(), "task") + ", "
                        + count(project.pairs().size(), "pair") + ", no mistakes found");
        return ExitCode.OK;
    }

    private static String count(int number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }
}
