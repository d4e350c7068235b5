package dev.runbook.cli.command;

import dev.runbook.engine.EventSink;
import dev.runbook.journal.EventRecord;
import dev.runbook.log.LogLine;
import dev.runbook.report.text.TextReport;
import dev.runbook.yaml.PrintableText;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Passes events to the report, and to the console the diagnostic lines that {@code -v} selects.
 *
 * @param verbosity the number of {@code -v}
 * @param err receives the lines if the output is for programs
 * @param observer receives every event, too
 */
record ConsoleSink(OutputReport outputReport, int verbosity, PrintWriter err, Consumer<EventRecord<?>> observer)
        implements EventSink {

    ConsoleSink(OutputReport outputReport, int verbosity, PrintWriter err) {
        this(outputReport, verbosity, err, event -> {});
    }

    /** The same sink, with another consumer of every event. */
    ConsoleSink alsoTo(Consumer<EventRecord<?>> other) {
        return new ConsoleSink(outputReport, verbosity, err, other);
    }

    @Override
    public void take(EventRecord<?> event) {
        outputReport.report().accept(event);
        observer.accept(event);
    }

    @Override
    public void note(LogLine line) {
        if (!line.detail().isShownWith(verbosity)) {
            return;
        }
        Optional<TextReport> text = outputReport.text();
        if (text.isPresent()) {
            text.get().note(line.at(), line.origin(), line.text());
        } else {
            err.println(PrintableText.of(line.origin().isEmpty() ? line.text() : line.origin() + "  " + line.text()));
            err.flush();
        }
    }
}
