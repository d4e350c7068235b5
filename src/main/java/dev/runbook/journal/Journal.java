package dev.runbook.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The record of one run: one line an event, on disk before {@link #append} returns. Used by many threads. */
public final class Journal implements AutoCloseable {

    // A stream and no channel: a channel is closed for good when a thread that writes to it is interrupted.
    private final FileOutputStream stream;

    private Journal(FileOutputStream stream) {
        this.stream = stream;
    }

    /** Opens a journal to append to; a last line that a kill has torn is cut off first. */
    public static Journal open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Private.folders(folder);
        }
        Private.create(file);
        cutTornLine(file);
        return new Journal(new FileOutputStream(file.toFile(), true));
    }

    /** Reads the events of a journal in order; lines that are not whole events are left out. */
    public static List<Event> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Event> events = new ArrayList<>();
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        text.lines().map(EventLines::read).flatMap(Optional::stream).forEach(events::add);
        return events;
    }

    /** Writes an event so that a kill or a power cut right afterwards does not lose it. Ticks are not kept. */
    public synchronized void append(Event event) throws IOException {
        if (event.kind() == Event.Kind.TICK) {
            return;
        }
        stream.write((EventLines.write(event) + "\n").getBytes(StandardCharsets.UTF_8));
        stream.getFD().sync();
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
