package dev.runbook.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which runs were started: their ids in a file, one per line, written under a lock. The time in an id is not enough,
 * because the clock may go back.
 *
 * @param file missing until the first run that writes it
 */
record RunOrder(Path file) {

    /** Allows one process at a time to start a run; the lock ends with the process. */
    static final class OrderLock implements AutoCloseable {

        private final FileChannel lines;

        private OrderLock(Path file) throws IOException {
            PrivateFiles.createFile(file);
            lines = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                // Closing the file releases the lock.
                if (!lines.lock().isValid()) {
                    throw new IOException(file + " cannot be locked");
                }
            } catch (IOException | RuntimeException e) {
                lines.close();
                throw e;
            }
        }

        /** Appends runs in this order. */
        void append(List<String> runs) throws IOException {
            StringBuilder added = new StringBuilder();
            // The last line may be incomplete after a kill.
            added.append(lines.size() == 0 || endsLine() ? "" : "\n");
            runs.forEach(run -> added.append(run).append('\n'));
            ByteBuffer bytes = ByteBuffer.wrap(added.toString().getBytes(StandardCharsets.UTF_8));
            lines.position(lines.size());
            while (bytes.hasRemaining()) {
                lines.write(bytes);
            }
        }

        private boolean endsLine() throws IOException {
            ByteBuffer last = ByteBuffer.allocate(1);
            lines.read(last, lines.size() - 1);
            return last.get(0) == '\n';
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    /** Waits for the lock. */
    OrderLock lock() throws IOException {
        return new OrderLock(file);
    }

    /** The ids, oldest first. Ids that are not in the file come last, by their time: each new run adds the missing ones. */
    List<String> sortByStart(Collection<String> ids) throws IOException {
        Map<String, Integer> places = readPositions();
        List<String> sorted = new ArrayList<>(ids);
        sorted.sort(Comparator.<String>comparingInt(id -> places.getOrDefault(id, Integer.MAX_VALUE))
                .thenComparing(Comparator.naturalOrder()));
        return sorted;
    }

    /** The ids that are not in the file, by their time. */
    List<String> findUnlisted(Collection<String> ids) throws IOException {
        Map<String, Integer> places = readPositions();
        return ids.stream().filter(id -> !places.containsKey(id)).sorted().toList();
    }

    private Map<String, Integer> readPositions() throws IOException {
        Map<String, Integer> places = new HashMap<>();
        try {
            for (String line : BoundedFileReader.readText(file).lines().toList()) {
                places.put(line, places.size());
            }
        } catch (NoSuchFileException e) {
            // Older versions did not write the file.
        }
        return places;
    }
}
