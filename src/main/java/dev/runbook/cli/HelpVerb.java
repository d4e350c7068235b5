package dev.runbook.cli;

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
final class HelpVerb implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "a command (default: the whole program)")
    private @Nullable String name;

    HelpVerb(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws UsageException {
        CommandLine program = Main.everyVerb(surroundings);
        CommandLine asked = name == null ? program : program.getSubcommands().get(name);
        if (asked == null) {
            List<String> verbs = Completions.verbs(program);
            throw new UsageException(
                    "there is no command '" + name + "'",
                    Nearest.hint(String.valueOf(name), verbs, "commands: " + String.join(", ", verbs)));
        }
        Main.layOut(asked, surroundings);
        asked.usage(surroundings.out());
        return Exit.OK;
    }
}
