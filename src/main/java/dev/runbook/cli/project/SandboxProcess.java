package dev.runbook.cli.project;

import dev.runbook.cli.UsageException;
import dev.runbook.inventory.Inventory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Starts the program of the sandbox, which is separate from this one. */
public record SandboxProcess(ProcessContext context) {

    /** Runs one of its commands with the streams of this process and returns its exit code. */
    public int run(List<String> arguments) throws IOException, InterruptedException, UsageException {
        return command(arguments).inheritIO().start().waitFor();
    }

    /** The arguments of a command for the sandbox of an inventory; its paths start at the folder of the inventory. */
    public List<String> arguments(String command, Inventory.SandboxConfig sandbox) {
        Path inventory = context.folder().resolve(sandbox.source().name());
        List<String> words =
                new ArrayList<>(List.of(command, "--state", state(sandbox).toString()));
        if (command.equals("up")) {
            words.addAll(List.of(
                    "--fleet",
                    inventory.resolveSibling(sandbox.fleet()).normalize().toString()));
        }
        return words;
    }

    /** The folder with all data of the sandbox of an inventory. */
    Path state(Inventory.SandboxConfig sandbox) {
        return context.folder()
                .resolve(sandbox.source().name())
                .resolveSibling(sandbox.state())
                .normalize();
    }

    /** Runs one of its commands, passes its errors on and returns its output; empty when it failed. */
    String runAndCapture(List<String> arguments) throws IOException, InterruptedException, UsageException {
        Process process = command(arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? printed : "";
    }

    private ProcessBuilder command(List<String> arguments) throws IOException, UsageException {
        List<String> argv = new ArrayList<>(List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        argv.addAll(List.of("-cp", classPath(), "dev.runbook.sandbox.SandboxMain"));
        argv.addAll(arguments);
        return new ProcessBuilder(argv).directory(context.folder().toFile());
    }

    private String java() {
        return context.variable("RUNBOOK_JAVA")
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    private String classPath() throws IOException, UsageException {
        Path target = context.home().resolve("target");
        Path jars = target.resolve("sandbox-lib");
        if (!Files.isDirectory(jars)) {
            throw new UsageException(
                    "the sandbox is not built: there is no " + jars, "run " + context.home() + "/bin/build");
        }
        List<String> parts =
                new ArrayList<>(List.of(target.resolve("runbook.jar").toString()));
        for (Path folder : List.of(jars, target.resolve("lib"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(Path::toString).sorted().forEach(parts::add);
            }
        }
        return String.join(File.pathSeparator, parts);
    }
}
