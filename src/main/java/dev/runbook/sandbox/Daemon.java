package dev.runbook.sandbox;

import dev.runbook.sandbox.config.Fleet;
import dev.runbook.sandbox.postgres.FileTrees;
import dev.runbook.sandbox.postgres.PostgresServers;
import dev.runbook.sandbox.rds.StateFile;
import dev.runbook.sandbox.wire.JsonValue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The sandbox's process of its own: started detached, found again by its pid and start time, stopped by signal. */
final class Daemon {

    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final int STOP_SECONDS_MAX = 40;

    private final Path state;

    Daemon(Path state) {
        this.state = state;
    }

    Path state() {
        return state;
    }

    Path calls() {
        return state.resolve("calls.jsonl");
    }

    /** What a ready daemon reports: pid, start time, endpoints. */
    Optional<JsonValue.JsonObject> findRunning() {
        return new StateFile(state.resolve("daemon.json"))
                .read()
                .filter(description -> process(description).isPresent());
    }

    /** Starts the daemon unless one runs, and returns when it is ready. */
    void up(Path fleet) throws IOException {
        if (findRunning().isPresent()) {
            return;
        }
        if (!Files.exists(fleet)) {
            throw new IOException("there is no fleet file " + fleet + "; name one with --fleet");
        }
        Files.createDirectories(state);
        var log = state.resolve("daemon.log");
        var process = new ProcessBuilder(command(fleet))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        awaitReady(process, log);
    }

    /** Stops the daemon and every server in its folder; false when none ran. */
    boolean down() throws IOException {
        var said = findRunning();
        var process = said.flatMap(Daemon::process);
        if (process.isPresent()) {
            process.orElseThrow().destroy();
            if (!awaitExit(process.orElseThrow())) {
                process.orElseThrow().destroyForcibly();
                awaitExit(process.orElseThrow());
            }
        }
        PostgresServers.stopAll(state.resolve("postgres"));
        Files.deleteIfExists(state.resolve("daemon.json"));
        return process.isPresent();
    }

    void reset() throws IOException {
        down();
        if (Files.exists(state) && !isSandboxFolder()) {
            throw new IOException(state + " does not look like a sandbox's folder; nothing was removed");
        }
        FileTrees.delete(state);
    }

    /** Runs the sandbox in this process until it is stopped. */
    void serve(Path fleet) throws IOException, InterruptedException {
        Files.createDirectories(state);
        try (var channel =
                        FileChannel.open(state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            if (lock == null) {
                throw new IOException("another sandbox is using " + state);
            }
            PostgresServers.stopAll(state.resolve("postgres"));
            var stop = new CountDownLatch(1);
            var stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, stopped), "stop"));
            try (var sandbox = Sandbox.start(Fleet.read(Files.readString(fleet), fleet.toString()), state)) {
                new StateFile(state.resolve("daemon.json")).write(describe(sandbox));
                stop.await();
            } finally {
                Files.deleteIfExists(state.resolve("daemon.json"));
                stopped.countDown();
            }
        }
    }

    private static void stopAndWait(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonValue.JsonObject describe(Sandbox sandbox) {
        var self = ProcessHandle.current();
        var description = JsonValue.JsonObject.empty()
                .with("pid", JsonValue.literal(self.pid()))
                .with("started", JsonValue.text(startTime(self)))
                .with("rds", JsonValue.text(sandbox.rdsEndpoint().toString()))
                .with("region", JsonValue.text(sandbox.fleet().region()));
        return sandbox.fleet().buckets().isEmpty()
                ? description
                : description.with("s3", JsonValue.text(sandbox.s3Endpoint().toString()));
    }

    /** The process that wrote the file, if it still lives: the same pid with another start is somebody else. */
    private static Optional<ProcessHandle> process(JsonValue.JsonObject description) {
        return description
                .text("pid")
                .map(Long::valueOf)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> description.text("started").equals(Optional.of(startTime(process))));
    }

    private static String startTime(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    private List<String> command(Path fleet) {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            // A session of its own: closing the terminal does not end the sandbox.
            command.add("/usr/bin/setsid");
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SandboxMain.class.getName(),
                "serve",
                "--state",
                state.toString(),
                "--fleet",
                fleet.toString()));
        return command;
    }

    private void awaitReady(Process process, Path log) throws IOException {
        var deadline = Instant.now().plus(START_MAX);
        while (findRunning().isEmpty()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                process.destroy();
                throw new IOException("the sandbox did not start. The end of " + log + ":\n" + tail(log));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the sandbox starts", e);
            }
        }
    }

    private static boolean awaitExit(ProcessHandle process) {
        try {
            process.onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private boolean isSandboxFolder() throws IOException {
        try (var entries = Files.list(state)) {
            return Files.exists(state.resolve("lock"))
                    || Files.exists(state.resolve("state.json"))
                    || entries.findAny().isEmpty();
        }
    }

    private static String tail(Path log) throws IOException {
        var lines = Files.exists(log) ? Files.readAllLines(log) : List.<String>of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }
}
