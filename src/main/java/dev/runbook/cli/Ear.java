package dev.runbook.cli;

import dev.runbook.engine.EventSink;
import dev.runbook.journal.Event;
import dev.runbook.log.LogLine;
import dev.runbook.report.TextReport;
import dev.runbook.yaml.Printable;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hears events, and of the lines for whoever looks for a fault those that were asked for.
 *
 * @param verbosity how many {@code -v} there are
 * @param err where lines go when the output is for programs
 * @param besides takes every event, too
 */
record Ear(Telling telling, int verbosity, PrintWriter err, Consumer<Event> besides) implements EventSink {

    Ear(Telling telling, int verbosity, PrintWriter err) {
        this(telling, verbosity, err, event -> {});
    }

    /** The same, with somebody else who takes every event. */
    Ear with(Consumer<Event> other) {
        return new Ear(telling, verbosity, err, other);
    }

    @Override
    public void take(Event event) {
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
