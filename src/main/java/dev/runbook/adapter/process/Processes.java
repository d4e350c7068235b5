package dev.runbook.adapter.process;

import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Shell;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs programs on this machine, and leaves none behind that they have started. */
public final class Processes implements Shell {

    private static final int TIMED_OUT = 124;
    private static final String USUAL_PATH = "/usr/bin:/bin";

    @Override
    public int run(Command command, Consumer<String> out, Consumer<String> err)
            throws PortException, InterruptedException {
        String mark = UUID.randomUUID().toString();
        Process process = start(command, mark);
        Thread outReader = reading("output", command, process.getInputStream(), out);
        Thread errReader = reading("errors", command, process.getErrorStream(), err);
        Family family = new Family(process.toHandle(), Family.MARK + "=" + mark);
        try {
            if (!ended(process, family, command)) {
                family.end();
                join(outReader, errReader);
                return TIMED_OUT;
            }
        } catch (InterruptedException e) {
            family.end();
            throw e;
        }
        // A program left in the background may hold the output open for ever; what comes now is its own affair.
        join(outReader, errReader);
        return process.exitValue();
    }

    private Process start(Command command, String mark) throws PortException {
        String call = "process:" + command.argv().get(0);
        Optional<String> missing = missing(command);
        if (missing.isPresent()) {
            // Said here, since the system's own words name neither the folder nor the difference.
            throw new PortException(Kind.NOT_FOUND, call, missing.get());
        }
        Path folder = Path.of(command.folder());
        List<String> argv = new ArrayList<>(command.argv());
        // Left to itself, Java would look on its own PATH and not on that of the task.
        onPath(command, folder).ifPresent(program -> argv.set(0, program.toString()));
        ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
        builder.environment().putAll(command.environment());
        builder.environment().put(Family.MARK, mark);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            String reason = "'" + command.argv().get(0)
                    + "' cannot be started: what its first line names is missing, or it is no program";
            throw new PortException(Kind.NOT_FOUND, call, reason, e);
        }
    }

    @Override
    public Optional<String> missing(Command command) {
        Path folder = Path.of(command.folder());
        return Files.isDirectory(folder)
                ? missingProgram(command, folder)
                : Optional.of("there is no folder " + folder.toAbsolutePath().normalize());
    }

    private static Optional<String> missingProgram(Command command, Path folder) {
        String program = command.argv().get(0);
        if (!program.contains("/")) {
            return onPath(command, folder).isPresent()
                    ? Optional.empty()
                    : Optional.of("there is no program '" + program + "' on the PATH");
        }
        Path file = folder.resolve(program);
        String place = " in " + folder.toAbsolutePath().normalize();
        if (isProgram(file)) {
            return Optional.empty();
        }
        return Optional.of(
                Files.isRegularFile(file)
                        ? "'" + program + "'" + place + " is not executable: chmod +x " + program
                        : "there is no program '" + program + "'" + place);
    }

    /** Where a program lies that is called by its name alone, the first of its places on the PATH that it is given. */
    private static Optional<Path> onPath(Command command, Path folder) {
        String program = command.argv().get(0);
        String path = command.environment().getOrDefault("PATH", System.getenv().getOrDefault("PATH", USUAL_PATH));
        return program.contains("/")
                ? Optional.empty()
                : Stream.of(path.split(File.pathSeparator))
                        .map(place -> folder.toAbsolutePath().resolve(place).resolve(program))
                        .filter(Processes::isProgram)
                        .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** Looks at the process tree all the while: who has lost the parent can no longer be found from the root. */
    private static boolean ended(Process process, Family family, Command command) throws InterruptedException {
        long end = System.nanoTime() + command.timeout().toNanos();
        long pauseMillis = 1;
        while (System.nanoTime() < end) {
            long leftMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            if (process.waitFor(Math.min(pauseMillis, leftMillis), TimeUnit.MILLISECONDS)) {
                return true;
            }
            family.look();
            pauseMillis = Math.min(Family.LOOK_MILLIS, pauseMillis * 2);
        }
        return false;
    }

    private static Thread reading(String what, Command command, InputStream stream, Consumer<String> line) {
        Thread reader = new Thread(
                () -> read(stream, line), what + " of " + command.argv().get(0));
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static void join(Thread... readers) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Family.GRACE_SECONDS);
        for (Thread reader : readers) {
            reader.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
    }

    private static void read(InputStream stream, Consumer<String> line) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line.accept(text);
            }
        } catch (IOException | UncheckedIOException e) {
            // The stream is closed under the reader when the process is ended: that is its end, not a fault.
            line.accept("(output cut off)");
        }
    }
}
