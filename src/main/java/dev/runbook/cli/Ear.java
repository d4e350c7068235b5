package dev.runbook.cli;

import dev.runbook.engine.EventSink;
import dev.runbook.journal.EventRecord;
import dev.runbook.log.LogLine;
import dev.runbook.report.TextReport;
import dev.runbook.yaml.Printable;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Passes events to the report, and to the console the diagnostic lines that {@code -v} selects.
 *
 * @param verbosity the number of {@code -v}
 * @param err receives the lines if the output is for programs
 * @param besides receives every event, too
 */
record Ear(Telling telling, int verbosity, PrintWriter err, Consumer<EventRecord<?>> besides) implements EventSink {

    Ear(Telling telling, int verbosity, PrintWriter err) {
        this(telling, verbosity, err, event -> {});
    }

    /** The same sink, with another consumer of every event. */
    Ear with(Consumer<EventRecord<?>> other) {
        return new Ear(telling, verbosity, err, other);
    }

    @Override
    public void take(EventRecord<?> event) {
        telling.report().accept(event);
        besides.accept(event);
    }

    @Override
    public void note(LogLine line) {
        if (!line.detail().isShownAt(verbosity)) {
            return;
        }
        Optional<TextReport> text = telling.text();
        if (text.isPresent()) {
            text.get().note(line.at(), line.origin(), line.text());
        } else {
            err.println(Printable.of(line.origin().isEmpty() ? line.text() : line.origin() + "  " + line.text()));
            err.flush();
        }
    }
}
