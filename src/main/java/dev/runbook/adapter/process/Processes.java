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
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs programs on this machine, and leaves none behind that they have started. */
public final class Processes implements Shell {

    private static final int TIMED_OUT = 124;

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

    private static Process start(Command command, String mark) throws PortException {
        String call = "process:" + command.argv().get(0);
        Path folder = Path.of(command.folder());
        if (!Files.isDirectory(folder)) {
            throw new PortException(Kind.NOT_FOUND, call, missingFolder(folder));
        }
        ProcessBuilder builder = new ProcessBuilder(command.argv()).directory(folder.toFile());
        builder.environment().putAll(command.environment());
        builder.environment().put(Family.MARK, mark);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            // The system's own words name neither the folder nor the difference.
            String program = command.argv().get(0);
            String reason = missingProgram(command, folder)
                    .orElse("'" + program
                            + "' cannot be started: what its first line names is missing, or it is no program");
            throw new PortException(Kind.NOT_FOUND, call, reason, e);
        }
    }

    @Override
    public Optional<String> missing(Command command) {
        Path folder = Path.of(command.folder());
        return Files.isDirectory(folder) ? missingProgram(command, folder) : Optional.of(missingFolder(folder));
    }

    private static String missingFolder(Path folder) {
        return "there is no folder " + folder.toAbsolutePath().normalize();
    }

    private static Optional<String> missingProgram(Command command, Path folder) {
        String program = command.argv().get(0);
        if (!program.contains("/")) {
            String path = command.environment().getOrDefault("PATH", String.valueOf(System.getenv("PATH")));
            boolean found = Stream.of(path.split(File.pathSeparator))
                    .anyMatch(place -> isProgram(folder.resolve(place).resolve(program)));
            return found ? Optional.empty() : Optional.of("there is no program '" + program + "' on the PATH");
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
