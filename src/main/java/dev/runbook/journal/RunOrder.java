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
 * The order in which runs were begun: their ids in a file, one a line, written under a lock. Ids tell the time of a clock, and a
 * clock may go back.
 *
 * @param file missing until a run has been begun that keeps it
 */
record RunOrder(Path file) {

    /** Lets one process at a time begin a run; the lock ends with the process. */
    static final class Turn implements AutoCloseable {

        private final FileChannel lines;

        private Turn(Path file) throws IOException {
            Private.create(file);
            lines = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                // Closing the file ends the lock.
                if (!lines.lock().isValid()) {
                    throw new IOException(file + " cannot be locked");
                }
            } catch (IOException | RuntimeException e) {
                lines.close();
                throw e;
            }
        }

        /** Puts runs behind all others, in this order. */
        void add(List<String> runs) throws IOException {
            StringBuilder added = new StringBuilder();
            // A kill may have torn the last line.
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
    Turn enter() throws IOException {
        return new Turn(file);
    }

    /** The ids, oldest first. Those that are not in the file are the newest, by their time: each new run notes those before it. */
    List<String> sorted(Collection<String> ids) throws IOException {
        Map<String, Integer> places = places();
        List<String> sorted = new ArrayList<>(ids);
        sorted.sort(Comparator.<String>comparingInt(id -> places.getOrDefault(id, Integer.MAX_VALUE))
                .thenComparing(Comparator.naturalOrder()));
        return sorted;
    }

    /** Those of the ids that are not in the file, by their time. */
    List<String> missing(Collection<String> ids) throws IOException {
        Map<String, Integer> places = places();
        return ids.stream().filter(id -> !places.containsKey(id)).sorted().toList();
    }

    private Map<String, Integer> places() throws IOException {
        Map<String, Integer> places = new HashMap<>();
        try {
            for (String line : Contents.text(file).lines().toList()) {
                places.put(line, places.size());
            }
        } catch (NoSuchFileException e) {
            // Older versions kept none.
        }
        return places;
    }
}
