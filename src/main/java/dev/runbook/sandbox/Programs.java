package dev.runbook.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's programs as a user they accept, which root is not. */
final class Programs {

    private static final String NOBODY = "65534";
    private static final List<List<String>> WAYS_FOR_ROOT = List.of(
            List.of("unshare", "-U"),
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
            List.of("runuser", "-u", "nobody", "--"));

    private final Path home;
    private final List<String> prefix;

    private Programs(Path home, List<String> prefix) {
        this.home = home;
        this.prefix = prefix;
    }

    /** The programs, with the way to run them that works on this machine and for this folder of data. */
    static Programs on(Path folder) throws IOException {
        var cached = Binaries.unpack(Binaries.cache());
        if (!"root".equals(System.getProperty("user.name"))) {
            return new Programs(cached, List.of());
        }
        for (var way : WAYS_FOR_ROOT) {
            if (works(way, cached, folder)) {
                return new Programs(cached, way);
            }
        }
        // Another user than root may not see root's cache, but perhaps the folder of data.
        var beside = Binaries.unpack(folder);
        for (var way : WAYS_FOR_ROOT) {
            if (works(way, beside, folder)) {
                return new Programs(beside, way);
            }
        }
        throw new IllegalStateException(
                "PostgreSQL does not run as root, and no way was found to run it otherwise here."
                        + " Tried: unshare -U (user namespaces), setpriv and runuser (which need " + folder
                        + " to be readable by the user nobody)."
                        + " Run the sandbox as an ordinary user, or choose a folder under /tmp with --state.");
    }

    /** Whether files have to belong to another user than the sandbox's own. */
    boolean isOtherUser() {
        return !prefix.isEmpty() && !prefix.get(0).equals("unshare");
    }

    /** Gives a folder to the user who runs the programs. */
    void own(Path folder) throws IOException {
        if (isOtherUser()) {
            finish(List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()), 60);
        }
    }

    void initialise(Path data, Path passwordFile, String superuser) throws IOException {
        finish(
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
                        "--no-sync",
                        "--no-instructions"),
                60);
    }

    Process server(Path data, Path log) throws IOException {
        return new ProcessBuilder(command("postgres", "-D", data.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Sends a signal by name; a process that is gone already is fine. */
    static void signal(long pid, String name) throws IOException {
        run(List.of("sh", "-c", "kill -" + name + " " + pid + " 2>/dev/null || true"), 10);
    }

    private List<String> command(String program, String... arguments) {
        var command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean works(List<String> way, Path home, Path folder) {
        var command = new ArrayList<>(way);
        command.addAll(List.of("test", "-x", home.resolve("bin/postgres").toString(), "-a", "-x", folder.toString()));
        try {
            return Files.exists(home) && run(command, 10).exitCode() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void finish(List<String> command, int timeoutSeconds) throws IOException {
        var ended = run(command, timeoutSeconds);
        if (ended.exitCode() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + ended.exitCode() + ": "
                    + ended.output().strip());
        }
    }

    private record Ended(int exitCode, String output) {}

    private static Ended run(List<String> command, int timeoutSeconds) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
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
        return new Ended(process.exitValue(), output);
    }
}
