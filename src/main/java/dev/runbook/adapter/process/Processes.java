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

/** Runs programs on this machine and terminates all their descendants. */
public final class Processes implements Shell {

    private static final int TIMED_OUT = 124;
    private static final String USUAL_PATH = "/usr/bin:/bin";

    @Override
    public int run(ShellCommand command, Consumer<String> out, Consumer<String> err)
            throws PortException, InterruptedException {
        String mark = UUID.randomUUID().toString();
        Process process = start(command, mark);
        Thread outReader = startReader("output", command, process.getInputStream(), out);
        Thread errReader = startReader("errors", command, process.getErrorStream(), err);
        ProcessTree tree = new ProcessTree(process.toHandle(), ProcessTree.MARK + "=" + mark);
        try {
            if (!awaitEnd(process, tree, command)) {
                tree.terminate();
                join(outReader, errReader);
                return TIMED_OUT;
            }
        } catch (InterruptedException e) {
            tree.terminate();
            throw e;
        }
        // A background process may keep the output open; the wait is limited, and later output is ignored.
        join(outReader, errReader);
        return process.exitValue();
    }

    private static Process start(ShellCommand command, String mark) throws PortException {
        String program = command.argv().get(0);
        String call = "process:" + program;
        Optional<Path> place = place(command);
        if (place.isEmpty()) {
            // The message of the system names neither the folder nor the reason.
            throw new PortException(Kind.NOT_FOUND, call, reason(command));
        }
        List<String> argv = new ArrayList<>(command.argv());
        if (!isPath(program)) {
            // ProcessBuilder would search the PATH of this process, not that of the task.
            argv.set(0, place.get().toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(Path.of(command.folder()).toFile());
        builder.environment().putAll(command.environment());
        builder.environment().put(ProcessTree.MARK, mark);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            String reason = "'" + program
                    + "' cannot be started: the interpreter in its first line is missing, or it is not a program";
            throw new PortException(Kind.NOT_FOUND, call, reason, e);
        }
    }

    @Override
    public Optional<String> findProblem(ShellCommand command) {
        return place(command).isPresent() ? Optional.empty() : Optional.of(reason(command));
    }

    /** The path of the program; a plain name is searched on the PATH of the command. */
    private static Optional<Path> place(ShellCommand command) {
        Path folder = Path.of(command.folder()).toAbsolutePath();
        String program = command.argv().get(0);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        String path = command.environment().getOrDefault("PATH", System.getenv().getOrDefault("PATH", USUAL_PATH));
        Stream<Path> places = isPath(program)
                ? Stream.of(folder)
                : Stream.of(path.split(File.pathSeparator)).map(folder::resolve);
        return places.map(place -> place.resolve(program))
                .filter(Processes::isProgram)
                .findFirst();
    }

    /** Why the program was not found. */
    private static String reason(ShellCommand command) {
        Path folder = Path.of(command.folder()).toAbsolutePath().normalize();
        String program = command.argv().get(0);
        if (!Files.isDirectory(folder)) {
            return "there is no folder " + folder;
        }
        if (!isPath(program)) {
            return "there is no program '" + program + "' on the PATH";
        }
        return Files.isRegularFile(folder.resolve(program))
                ? "'" + program + "' in " + folder + " is not executable: chmod +x " + program
                : "there is no program '" + program + "' in " + folder;
    }

    private static boolean isPath(String program) {
        return program.contains("/");
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /** Scans the process tree while waiting, because an orphan can no longer be found from the root. */
    private static boolean awaitEnd(Process process, ProcessTree tree, ShellCommand command)
            throws InterruptedException {
        long end = System.nanoTime() + command.timeout().toNanos();
        long pauseMillis = 1;
        while (System.nanoTime() < end) {
            long leftMillis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            if (process.waitFor(Math.min(pauseMillis, leftMillis), TimeUnit.MILLISECONDS)) {
                return true;
            }
            tree.scan();
            pauseMillis = Math.min(ProcessTree.LOOK_MILLIS, pauseMillis * 2);
        }
        return false;
    }

    private static Thread startReader(String what, ShellCommand command, InputStream stream, Consumer<String> line) {
        Thread reader = new Thread(
                () -> read(stream, line), what + " of " + command.argv().get(0));
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static void join(Thread... readers) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ProcessTree.GRACE_SECONDS);
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
            // The stream is closed when the process is terminated: this is the end of the output, not an error.
            line.accept("(output cut off)");
        }
    }
}
