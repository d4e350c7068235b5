package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.help.Completions;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.yaml.Nearest;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the same help as {@code --help}. */
@Command(
        name = "help",
        header = "Shows the commands, or the options of one.",
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class HelpCommand implements Callable<Integer> {

    private final ProcessContext context;

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "a command (default: the whole program)")
    private @Nullable String name;

    HelpCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException {
        CommandLine program = Main.allCommands(context);
        CommandLine asked = name == null ? program : program.getSubcommands().get(name);
        if (asked == null) {
            List<String> verbs = Completions.commandNames(program);
            throw new UsageException(
                    "there is no command '" + name + "'",
                    Nearest.hint(String.valueOf(name), verbs, "commands: " + String.join(", ", verbs)));
        }
        Main.formatHelp(asked, context);
        asked.usage(context.out());
        return ExitCode.OK;
    }
}
