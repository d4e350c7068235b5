package dev.runbook.log;

import dev.runbook.journal.EventRecord;
import dev.runbook.journal.PrivateFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Writes the events and the log lines of every detail of one run to one file, in the order of time and without secrets. The file is
 * created with the first line. A log that cannot be written ends silently: only the journal must not fail.
 */
public final class RunLog implements LogSink, AutoCloseable {

    private static final String MARGIN = "    ";
    private static final int LEVEL_WIDTH = 5;

    private final Optional<Path> file;
    private final UnaryOperator<String> mask;
    private final LogSink nextSink;
    private Optional<FileOutputStream> open = Optional.empty();
    private boolean isClosed;

    /**
     * @param file empty when no file is written
     * @param mask removes the secrets from a text
     * @param onward receives each line after it is written, masked
     */
    public RunLog(Optional<Path> file, UnaryOperator<String> mask, LogSink onward) {
        this.file = file;
        this.mask = mask;
        this.nextSink = onward;
        this.isClosed = file.isEmpty();
    }

    @Override
    public void take(LogLine line) {
        String text = mask.apply(line.text());
        write(line.at(), line.detail().name(), line.origin(), text);
        nextSink.take(new LogLine(line.at(), line.detail(), line.origin(), text));
    }

    /** Writes an event as its line in the journal, which is already masked. */
    public void writeEvent(EventRecord<?> event, String line) {
        write(event.at(), "EVENT", event.pair(), line);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (IOException e) {
            // Every line has already been passed to the operating system.
        }
        open = Optional.empty();
    }

    private synchronized void write(Instant at, String kind, String origin, String text) {
        if (isClosed) {
            return;
        }
        String place = origin.isEmpty() ? "" : origin + "  ";
        String level = kind.toLowerCase(Locale.ROOT);
        String whole = at + "  " + level + " ".repeat(Math.max(0, LEVEL_WIDTH - level.length())) + "  " + place
                + text.stripTrailing().replace("\n", "\n" + MARGIN) + "\n";
        try {
            file().write(whole.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            isClosed = true;
        }
    }

    private FileOutputStream file() throws IOException {
        if (open.isEmpty()) {
            Path made = file.orElseThrow();
            Path folder = made.toAbsolutePath().getParent();
            if (folder != null) {
                PrivateFiles.createFolders(folder);
            }
            PrivateFiles.createFile(made);
            open = Optional.of(new FileOutputStream(made.toFile()));
        }
        return open.get();
    }
}
