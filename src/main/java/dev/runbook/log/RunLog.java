package dev.runbook.log;

import dev.runbook.journal.Event;
import dev.runbook.journal.Private;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Everything about one run in one file, in the order of time and free of secrets: its events, and the lines of every detail.
 * The file is made with the first line. A log that cannot be written ends without a word: the journal is what must not fail.
 */
public final class RunLog implements LogSink, AutoCloseable {

    private static final String MARGIN = "    ";
    private static final int LEVEL_WIDTH = 5;

    private final Optional<Path> file;
    private final UnaryOperator<String> mask;
    private final LogSink onward;
    private Optional<FileOutputStream> open = Optional.empty();
    private boolean over;

    /**
     * @param file empty when nothing may be left behind
     * @param mask takes the secrets out of a text
     * @param onward gets each line once it is in the file, masked
     */
    public RunLog(Optional<Path> file, UnaryOperator<String> mask, LogSink onward) {
        this.file = file;
        this.mask = mask;
        this.onward = onward;
        this.over = file.isEmpty();
    }

    @Override
    public void take(LogLine line) {
        String text = mask.apply(line.text());
        write(line.at(), line.detail().name(), line.origin(), text);
        onward.take(new LogLine(line.at(), line.detail(), line.origin(), text));
    }

    /** Writes an event, which is masked already, by its line in the journal. */
    public void event(Event event, String line) {
        write(event.at(), "EVENT", event.pair(), line);
    }

    @Override
    public synchronized void close() {
        over = true;
        try {
            if (open.isPresent()) {
                open.get().close();
            }
        } catch (IOException e) {
            // Every line was handed to the system when it was written.
        }
        open = Optional.empty();
    }

    private synchronized void write(Instant at, String kind, String origin, String text) {
        if (over) {
            return;
        }
        String place = origin.isEmpty() ? "" : origin + "  ";
        String level = kind.toLowerCase(Locale.ROOT);
        String whole = at + "  " + level + " ".repeat(Math.max(0, LEVEL_WIDTH - level.length())) + "  " + place
                + text.stripTrailing().replace("\n", "\n" + MARGIN) + "\n";
        try {
            file().write(whole.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            over = true;
        }
    }

    private FileOutputStream file() throws IOException {
        if (open.isEmpty()) {
            Path made = file.orElseThrow();
            Path folder = made.toAbsolutePath().getParent();
            if (folder != null) {
                Private.folders(folder);
            }
            Private.create(made);
            open = Optional.of(new FileOutputStream(made.toFile()));
        }
        return open.get();
    }
}
