package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunFolders;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A project that needs no AWS; runs the program in this process, without a terminal. */
public record ProjectFixture(Path folder) {

    private static final String INVENTORY = """
            accounts:
              main: {region: eu-west-1}
            protect: [shop-prod]
            pairs:
              demo:
                source: {instance: shop-prod}
                target: {instance: shop-demo}
              stage:
                source: {instance: shop-prod}
                target: {instance: shop-stage}
            """;

    public ProjectFixture {
        try {
            Files.createDirectories(folder.resolve("inventories"));
            Files.createDirectories(folder.resolve("runbooks"));
            Files.writeString(folder.resolve("inventories/default.yml"), INVENTORY);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public ProjectFixture addRunbook(String runbook, String text) throws IOException {
        Files.writeString(folder.resolve("runbooks").resolve(runbook + ".yml"), text);
        return this;
    }

    ProjectFixture deleteInventory() throws IOException {
        Files.delete(folder.resolve("inventories/default.yml"));
        return this;
    }

    public CommandResult run(String... words) {
        return runFrom(folder, words);
    }

    /** Calls the program from another folder. */
    CommandResult runFrom(Path elsewhere, String... words) {
        return CommandResult.runInProcess(elsewhere, folder, Map.of("COLUMNS", "100", "TERM", "dumb"), words);
    }

    /** Runs a system command in the project, with the program on its path. */
    public CommandResult runSystemCommand(String... command) throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = Files.writeString(bin.resolve("runbook"), """
            #!/bin/sh
            exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' dev.runbook.cli.command.Main "$@"
            """.formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path")));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("RUNBOOK_STATE");
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new CommandResult(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    public Path state() {
        return folder.resolve(".runbook");
    }

    public List<RecordedRun> runs() throws IOException {
        return new RunFolders(state()).readRuns();
    }
}
