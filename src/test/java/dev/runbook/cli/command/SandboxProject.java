package dev.runbook.cli.command;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the runbooks and inventories of this project, with its own sandbox ports; runs the program as a process. */
record SandboxProject(Path folder) {

    private static final String PROGRAM = "dev.runbook.cli.command.Main";

    /** Few rows: these tests check the order of the work, not its amount. */
    private static final int CUSTOMERS = 500;

    /** @param ports the first two digits of the sandbox's ports, so that two projects can be used side by side */
    static SandboxProject create(Path folder, String ports) throws IOException {
        for (String part : List.of("inventories", "runbooks", "sql")) {
            copy(Path.of(part), folder.resolve(part));
        }
        for (String file : List.of("default.yml", "sandbox.yml", "sandbox-fleet.yml")) {
            Path path = folder.resolve("inventories").resolve(file);
            Files.writeString(
                    path,
                    Files.readString(path)
                            .replaceAll("\\b45([1-4][0-9])\\b", ports + "$1")
                            .replaceAll("customers: [0-9]+", "customers: " + CUSTOMERS));
        }
        Path target = folder.resolve("home/target");
        Files.createDirectories(target.resolve("lib"));
        Files.createDirectories(target.resolve("sandbox-lib"));
        Files.createSymbolicLink(target.resolve("runbook.jar"), classes());
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (jar.endsWith(".jar")) {
                Path file = Path.of(jar);
                Files.createSymbolicLink(target.resolve("sandbox-lib").resolve(file.getFileName()), file);
            }
        }
        return new SandboxProject(folder);
    }

    private static Path classes() {
        try {
            return Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    CommandResult run(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        int exit = start(out, err, words).waitFor();
        return new CommandResult(exit, Files.readString(out), Files.readString(err));
    }

    Process start(Path out, Path err, String... words) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PROGRAM));
        argv.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("RUNBOOK_HOME", folder.resolve("home").toString());
        builder.environment().remove("RUNBOOK_STATE");
        // Wide enough that no line is wrapped, because the position of a wrap depends on the length of numbers.
        builder.environment().put("COLUMNS", "400");
        return builder.start();
    }

    /** Stops the sandbox and deletes its state. */
    void stop() throws IOException, InterruptedException {
        run("sandbox", "reset");
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                    copy.toFile().setExecutable(Files.isExecutable(file));
                }
            }
        }
    }
}
