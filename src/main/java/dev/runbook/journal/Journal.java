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
 * The event log of one run, one line per event. Thread-safe.
 *
 * <p>Every event is passed to the operating system before {@link #append} returns, so a killed process loses none. Events that
 * must also survive a power failure are synced to disk: a change is about to be made, a change is done, and the end of a task,
 * pair or run that has changed something. A sync takes as long as hundreds of tasks that change nothing, so the other events are
 * not synced. This is safe because lines reach the disk in order, and a sync includes all lines before it: a power failure can
 * only remove lines from the end, and none of them records a change. The next run then finds the same state as if this run had
 * been killed a moment earlier.
 */
public final class Journal implements AutoCloseable {

    /** Writes lines to a file and syncs the file to disk. */
    public interface Disk {

        default void write(OutputStream file, byte[] line) throws IOException {
            file.write(line);
        }

        void sync(FileDescriptor file) throws IOException;

        /** The disk of this machine. */
        static Disk system() {
            return FileDescriptor::sync;
        }
    }

    // A stream, not a channel: interrupting a thread that writes to a channel closes the channel.
    private final Path file;
    private final FileOutputStream stream;
    private final Disk disk;
    private boolean hasTornLine;

    private Journal(Path file, FileOutputStream stream, Disk disk) {
        this.file = file;
        this.stream = stream;
        this.disk = disk;
    }

    /** Opens a journal for appending; removes an incomplete last line first. */
    public static Journal open(Path file) throws IOException {
        return open(file, Disk.system());
    }

    /** Opens a journal on the given disk. */
    public static Journal open(Path file, Disk disk) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            PrivateFiles.createFolders(folder);
        }
        PrivateFiles.createFile(file);
        cutTornLine(file);
        return new Journal(file, new FileOutputStream(file.toFile(), true), disk);
    }

    /**
     * Reads the events of a journal in order. Incomplete lines and events of kinds that only a later version has are skipped.
     *
     * @throws UnreadableEventException when an event lacks a field or a field has the wrong type; the message gives file and line
     */
    public static List<EventRecord<?>> read(Path file) throws IOException {
        return readWithout(Set.of(), file);
    }

    /** Reads the events except these kinds, whose lines are not parsed: in a long journal this saves most of the time. */
    static List<EventRecord<?>> readWithout(Set<Class<? extends Event>> kinds, Path file) throws IOException {
        List<EventRecord<?>> records = new ArrayList<>();
        if (Files.exists(file)) {
            forEachEvent(
                    file, line -> EventLines.kind(line).filter(kinds::contains).isPresent(), record -> {
                        records.add(record);
                        return true;
                    });
        }
        return records;
    }

    /** The first event of this kind; empty when there is none, or no journal. */
    static <E extends Event> Optional<EventRecord<E>> findFirst(Class<E> kind, Path file) throws IOException {
        List<EventRecord<E>> first = new ArrayList<>();
        if (Files.exists(file)) {
            forEachEvent(file, line -> false, record -> {
                record.as(kind).ifPresent(first::add);
                return first.isEmpty();
            });
        }
        return first.stream().findFirst();
    }

    /**
     * Reads events until the end of the file or until the consumer stops.
     *
     * @param passed whether to skip a line
     * @param wanted takes an event and returns whether to read the next
     */
    private static void forEachEvent(Path file, Predicate<String> passed, Predicate<EventRecord<?>> wanted)
            throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(BoundedFileReader.open(file), StandardCharsets.UTF_8))) {
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

    /** The path of the journal. */
    public Path file() {
        return file;
    }

    /**
     * Writes an event, and syncs it to disk where {@link FsyncPolicy} requires it. After a failed write every further call fails: the
     * last line may be incomplete, and a line behind it would be lost with it.
     *
     * @return the line
     */
    public synchronized String append(EventRecord<?> record) throws IOException {
        if (hasTornLine) {
            throw new IOException("an earlier line could not be written");
        }
        String line = EventLines.write(record);
        hasTornLine = true;
        disk.write(stream, (line + "\n").getBytes(StandardCharsets.UTF_8));
        if (record.accept(new FsyncPolicy())) {
            disk.sync(stream.getFD());
        }
        hasTornLine = false;
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
