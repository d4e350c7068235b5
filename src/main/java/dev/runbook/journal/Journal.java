package dev.runbook.journal;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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

    /**
     * Reads the events of a journal in order; lines that are not whole events, and events of kinds that only a later version has,
     * are left out.
     *
     * @throws UnreadableEventException when an event lacks a field or has one of the wrong type; names the file and the line
     */
    public static List<EventRecord<?>> read(Path file) throws IOException {
        return readWithout(Set.of(), file);
    }

    /** The same without events of some kinds, whose lines are passed over: in a long journal that saves most of the time. */
    static List<EventRecord<?>> readWithout(Set<Class<? extends Event>> kinds, Path file) throws IOException {
        List<EventRecord<?>> records = new ArrayList<>();
        if (Files.exists(file)) {
            each(file, line -> EventLines.kind(line).filter(kinds::contains).isPresent(), record -> {
                records.add(record);
                return true;
            });
        }
        return records;
    }

    /** The first event of this kind; empty when there is none, or no journal. */
    static <E extends Event> Optional<EventRecord<E>> first(Class<E> kind, Path file) throws IOException {
        List<EventRecord<E>> first = new ArrayList<>();
        if (Files.exists(file)) {
            each(file, line -> false, record -> {
                record.as(kind).ifPresent(first::add);
                return first.isEmpty();
            });
        }
        return first.stream().findFirst();
    }

    /**
     * Reads events until there are no more, or none is wanted.
     *
     * @param passed whether a line is passed over
     * @param wanted takes an event and says whether the next is wanted
     */
    private static void each(Path file, Predicate<String> passed, Predicate<EventRecord<?>> wanted) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Contents.open(file), StandardCharsets.UTF_8))) {
            int number = 0;
            boolean more = true;
            for (String line = lines.readLine(); more && line != null; line = lines.readLine()) {
                number++;
                Optional<EventRecord<?>> record = passed.test(line) ? Optional.empty() : read(file, number, line);
                more = record.isEmpty() || wanted.test(record.get());
            }
        }
    }

    private static Optional<EventRecord<?>> read(Path file, int number, String line) throws IOException {
        try {
            return EventLines.read(line);
        } catch (UnreadableEventException e) {
            throw new UnreadableEventException(file + ":" + number + ": " + e.getMessage());
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
    public synchronized String append(EventRecord<?> record) throws IOException {
        if (torn) {
            throw new IOException("a line before could not be written");
        }
        String line = EventLines.write(record);
        torn = true;
        disk.write(stream, (line + "\n").getBytes(StandardCharsets.UTF_8));
        if (record.accept(new DiskWait())) {
            disk.sync(stream.getFD());
        }
        torn = false;
        return line;
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
