package dev.runbook.cli.command;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.help.Completions;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.yaml.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the script that completes command lines in a shell. */
@Command(
        name = "completion",
        header = "Prints the script that completes command lines in bash or zsh.",
        description = {
            "Completes commands, options, runbooks, inventories, pairs and groups, tags, tasks, modules and run ids;"
                    + " tags and tasks are those of the runbook on the line, pairs those of its -i.",
            "",
            "  eval \"$(runbook completion bash)\"      in ~/.bashrc",
            "  eval \"$(runbook completion zsh)\"       in ~/.zshrc, below compinit"
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class CompletionCommand implements Callable<Integer> {

    private static final List<String> SHELLS = List.of("bash", "zsh");

    private final ProcessContext context;

    @Parameters(paramLabel = "bash|zsh", description = "the shell")
    private String shell = "";

    CompletionCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, IOException {
        if (!SHELLS.contains(shell)) {
            throw new UsageException(
                    "there is no script for '" + shell + "'", Nearest.hint(shell, SHELLS, "write bash or zsh"));
        }
        CommandLine all = Main.allCommands(context);
        String options = Completions.visibleCommands(all).stream()
                .map(verb -> "        " + verb.name() + ") options='" + options(verb) + "' ;;")
                .collect(Collectors.joining("\n"));
        String script = script("completion." + shell)
                .replace("@verbs@", String.join(" ", Completions.commandNames(all)))
                .replace("        @options@", options);
        context.out().print(script);
        return ExitCode.OK;
    }

    /** The long names only: short ones need no completion. */
    private static String options(CommandLine.Model.CommandSpec verb) {
        return verb.options().stream()
                .filter(option -> !option.hidden())
                .map(CommandLine.Model.OptionSpec::longestName)
                .collect(Collectors.joining(" "));
    }

    private static String script(String name) throws IOException {
        try (InputStream script = CompletionCommand.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("there is no script " + name);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
