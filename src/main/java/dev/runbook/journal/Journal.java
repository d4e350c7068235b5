package dev.runbook.journal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The record of one run, one line an event. Used by many threads.
 *
 * <p>Every event is handed to the operating system before {@link #append} returns, so that a killed process loses none. What a
 * power cut must not lose is on disk as well: that a change is about to be made, that it is done, and what ends a task, a pair
 * or the run that has changed something. Waiting for the disk takes as long as hundreds of tasks that change nothing, so the
 * rest does not wait. That is safe because the disk gets the lines in their order, and all of them up to one that waits: a power
 * cut can only take lines from the end, none of which tells of a change. The next run then finds what it would have found had
 * this one been killed a moment earlier, with the same world outside.
 */
public final class Journal implements AutoCloseable {

    /** Takes lines, and brings what it has taken onto the disk. */
    public interface Disk {

        default void write(OutputStream file, byte[] line) throws IOException {
            file.write(line);
        }

        void sync(FileDescriptor file) throws IOException;

        /** That of this machine. */
        static Disk real() {
            return FileDescriptor::sync;
        }
    }

    // A stream and no channel: a channel is closed for good when a thread that writes to it is interrupted.
    private final Path file;
    private final FileOutputStream stream;
    private final Disk disk;
    private boolean torn;

    private Journal(Path file, FileOutputStream stream, Disk disk) {
        this.file = file;
        this.stream = stream;
        this.disk = disk;
    }

    /** Opens a journal to append to; a last line that a kill has torn is cut off first. */
    public static Journal open(Path file) throws IOException {
        return open(file, Disk.real());
    }

    /** The same on a disk of the caller's. */
    public static Journal open(Path file, Disk disk) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Private.folders(folder);
        }
        Private.create(file);
        cutTornLine(file);
        return new Journal(file, new FileOutputStream(file.toFile(), true), disk);
    }

    /** Reads the events of a journal in order; lines that are not whole events are left out. */
    public static List<Event> read(Path file) throws IOException {
        return readWithout(Set.of(), file);
    }

    /** The same without events of some kinds, whose lines are passed over: in a long journal that saves most of the time. */
    static List<Event> readWithout(Set<Event.Kind> kinds, Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Contents.open(file), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line ->
                            EventLines.kind(line).filter(kinds::contains).isEmpty())
                    .flatMap(line -> EventLines.read(line).stream())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Where it lies. */
    public Path file() {
        return file;
    }

    /**
     * Writes an event that is kept, so that nothing that happens afterwards makes the next run misjudge the world. Once a line
     * could not be written, none is: it may be torn, and another one behind it would be lost with it.
     *
     * @return its line, for others that write it down
     */
    public synchronized String append(Event event) throws IOException {
        if (torn) {
            throw new IOException("a line before could not be written");
        }
        String line = EventLines.write(event);
        torn = true;
        disk.write(stream, (line + "\n").getBytes(StandardCharsets.UTF_8));
        if (isWaitedFor(event)) {
            disk.sync(stream.getFD());
        }
        torn = false;
        return line;
    }

    /** Whether the event must be on disk before anything else is done; so must every kind not named here. */
    private static boolean isWaitedFor(Event event) {
        return switch (event.kind()) {
            case RUN_STARTED, PAIR_STARTED, WORLD, TASK_STARTED, WAITING, OUTPUT, WARNING -> false;
            case TASK_ENDED ->
                event.text("status").equals("changed") || !event.text("changes").equals("0");
            case PAIR_ENDED -> !event.text("changed").equals("0");
            default -> true;
        };
    }

    @Override
    public synchronized void close() throws IOException {
        stream.close();
    }

    private static void cutTornLine(Path file) throws IOException {
        try (RandomAccessFile lines = new RandomAccessFile(file.toFile(), "rw")) {
            long end = lines.length();
            while (end > 0 && !endsLine(lines, end)) {
                end--;
            }
            lines.setLength(end);
        }
    }

    private static boolean endsLine(RandomAccessFile lines, long end) throws IOException {
        lines.seek(end - 1);
        return lines.read() == '\n';
    }
}
