package dev.runbook.report.ci;

import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Writes each event as one line of JSON, in the form of the journal. Takes events from any thread. */
public final class JsonlReport implements Consumer<EventRecord<?>> {

    private final PrintWriter out;

    public JsonlReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(EventRecord<?> event) {
        out.print(EventLines.write(event) + "\n");
        out.flush();
    }
}
