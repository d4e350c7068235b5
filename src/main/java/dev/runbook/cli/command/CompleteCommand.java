package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.help.Completions;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.yaml.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the candidates for the last word of a command line, one per line, for the scripts of {@link CompletionCommand}. */
@Command(
        name = CompleteCommand.NAME,
        hidden = true,
        header = "Prints the candidates for the last of the given words; for the scripts of 'completion'.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
public final class CompleteCommand implements Callable<Integer> {

    public static final String NAME = "__complete";

    private final ProcessContext context;

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "the words of the line up to the cursor")
    private List<String> words = new ArrayList<>();

    CompleteCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        new Completions(context, Main.allCommands(context))
                .complete(words).stream().map(PrintableText::of).forEach(context.out()::println);
        return ExitCode.OK;
    }
}
