package dev.runbook.sandbox.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's programs as a user they accept, which root is not. */
final class PostgresPrograms {

    private static final String NOBODY_ID = "65534";
    private static final List<List<String>> ROOT_PREFIXES = List.of(
            List.of("unshare", "-U"),
            List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups"),
            List.of("runuser", "-u", "nobody", "--"));

    private final Path home;
    private final List<String> prefix;

    private PostgresPrograms(Path home, List<String> prefix) {
        this.home = home;
        this.prefix = prefix;
    }

    /** The programs, with the way to run them that works on this machine and for this folder of data. */
    static PostgresPrograms forFolder(Path folder) throws IOException {
        var cached = PostgresBinaries.unpack(PostgresBinaries.cacheFolder());
        if (!"root".equals(System.getProperty("user.name"))) {
            return new PostgresPrograms(cached, List.of());
        }
        for (var way : ROOT_PREFIXES) {
            if (canRun(way, cached, folder)) {
                return new PostgresPrograms(cached, way);
            }
        }
        // Another user than root may not see root's cache, but perhaps the folder of data.
        var beside = PostgresBinaries.unpack(folder);
        for (var way : ROOT_PREFIXES) {
            if (canRun(way, beside, folder)) {
                return new PostgresPrograms(beside, way);
            }
        }
        throw new IllegalStateException(
                "PostgreSQL does not run as root, and no way was found to run it otherwise here."
                        + " Tried: unshare -U (user namespaces), setpriv and runuser (which need " + folder
                        + " to be readable by the user nobody)."
                        + " Run the sandbox as an ordinary user, or choose a folder under /tmp with --state.");
    }

    /** Whether files have to belong to another user than the sandbox's own. */
    boolean usesOtherUser() {
        return !prefix.isEmpty() && !prefix.get(0).equals("unshare");
    }

    /** Gives a folder to the user who runs the programs. */
    void changeOwner(Path folder) throws IOException {
        if (usesOtherUser()) {
            runOrFail(List.of("chown", "-R", NOBODY_ID + ":" + NOBODY_ID, folder.toString()), 60);
        }
    }

    /** Creates an empty server. Its log is in segments of 1 MB, so that copies stay small. */
    void initialiseData(Path data, Path passwordFile, String superuser) throws IOException {
        runOrFail(
                command(
                        "initdb",
                        "-D",
                        data.toString(),
                        "-U",
                        superuser,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--wal-segsize=1",
                        "--no-sync",
                        "--no-instructions"),
                60);
    }

    Process startServer(Path data, Path log) throws IOException {
        return new ProcessBuilder(command("postgres", "-D", data.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Sends a signal by name; a process that is gone already is fine. */
    static void sendSignal(long pid, String name) throws IOException {
        run(List.of("sh", "-c", "kill -" + name + " " + pid + " 2>/dev/null || true"), 10);
    }

    private List<String> command(String program, String... arguments) {
        var command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean canRun(List<String> way, Path home, Path folder) {
        var command = new ArrayList<>(way);
        command.addAll(List.of("test", "-x", home.resolve("bin/postgres").toString(), "-a", "-x", folder.toString()));
        try {
            return Files.exists(home) && run(command, 10).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void runOrFail(List<String> command, int timeoutSeconds) throws IOException {
        var result = run(command, timeoutSeconds);
        if (result.exitCode() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + result.exitCode() + ": "
                    + result.output().strip());
        }
    }

    private record ProgramResult(int exitCode, String output) {}

    private static ProgramResult run(List<String> command, int timeoutSeconds) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " did not end in " + timeoutSeconds + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
        return new ProgramResult(process.exitValue(), output);
    }
}
