package dev.runbook.cli.command;

import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.cli.project.SandboxProcess;
import dev.runbook.inventory.Inventory;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.ProblemException;
import dev.runbook.yaml.Problems;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts, stops and shows the sandbox of an inventory. */
@Command(
        name = "sandbox",
        header = "Controls a local AWS emulator backed by real PostgreSQL servers.",
        description = {
            "up      start it, unless it runs already",
            "down    stop it; its data is kept",
            "status  show what runs, with names and ports",
            "reset   stop it and delete its data; the next up starts empty",
            "env     print export lines for aws and psql: eval \"$(bin/runbook sandbox env)\"",
            "calls   list the modifying requests it has received"
        },
        synopsisHeading = "Usage: ",
        sortOptions = false)
final class SandboxCommand implements Callable<Integer> {

    private static final List<String> COMMANDS = List.of("up", "down", "status", "reset", "env", "calls");

    private static final List<String> FORMS = List.of("text", "jsonl");

    private final ProcessContext context;

    @Parameters(index = "0", paramLabel = "up|down|status|reset|env|calls", description = "what to do")
    private String command = "";

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "an inventory with a sandbox (default: as for run)")
    private @Nullable String inventory;

    @Option(names = "--output", paramLabel = "text|jsonl", description = "calls: format of the list")
    private @Nullable String output;

    @Option(names = "--since", paramLabel = "N", description = "calls: only those after number N")
    private @Nullable Long since;

    @Option(names = "--clear", description = "calls: delete the list")
    private boolean clear;

    SandboxCommand(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws UsageException, ProblemException, IOException, InterruptedException {
        if (!COMMANDS.contains(command)) {
            throw new UsageException(
                    "the sandbox has no command '" + command + "'",
                    Nearest.hint(command, COMMANDS, "commands: " + String.join(", ", COMMANDS)));
        }
        if (!command.equals("calls") && (output != null || since != null || clear)) {
            throw new UsageException("--output, --since and --clear are options of calls", "");
        }
        if (output != null && !FORMS.contains(output)) {
            throw new UsageException(
                    "--output cannot be '" + output + "'", Nearest.hint(output, FORMS, "write text or jsonl"));
        }
        ProjectFileFinder finder = new ProjectFileFinder(context);
        Problems problems = new Problems();
        Optional<Inventory> found =
                Project.inventory(finder.findInventory(Optional.ofNullable(inventory)), finder, problems);
        problems.throwIfAny();
        Inventory.SandboxConfig sandbox = found.flatMap(Inventory::sandbox)
                .orElseThrow(
                        () -> new UsageException("this inventory has no sandbox", "name one with a sandbox with -i"));
        context.out().flush();
        List<String> arguments = new ArrayList<>(new SandboxProcess(context).arguments(command, sandbox));
        options(arguments);
        return new SandboxProcess(context).run(arguments);
    }

    private void options(List<String> arguments) {
        if (output != null) {
            arguments.addAll(List.of("--output", output));
        }
        if (since != null) {
            arguments.addAll(List.of("--since", since.toString()));
        }
        if (clear) {
            arguments.add("--clear");
        }
    }
}
