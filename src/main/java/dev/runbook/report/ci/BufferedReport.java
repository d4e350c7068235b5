package dev.runbook.report.ci;

import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.report.PrintableEvents;
import dev.runbook.report.RunTree;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps the events of a run and writes one document when it has ended. Takes events from any thread. */
public final class BufferedReport implements Consumer<EventRecord<?>> {

    private final PrintWriter out;
    private final Function<List<EventRecord<?>>, String> form;
    private final List<EventRecord<?>> events = new ArrayList<>();

    private BufferedReport(PrintWriter out, Function<List<EventRecord<?>>, String> form) {
        this.out = out;
        this.form = form;
    }

    /** One JSON document. */
    public static BufferedReport json(PrintWriter out) {
        return new BufferedReport(out, events -> JsonReport.of(RunTree.of(events)));
    }

    /** JUnit XML. */
    public static BufferedReport junit(PrintWriter out) {
        return new BufferedReport(out, events -> JunitReport.of(RunTree.of(PrintableEvents.of(events))));
    }

    @Override
    public synchronized void accept(EventRecord<?> event) {
        if (!event.isJournaled()) {
            return;
        }
        events.add(event);
        if (event.is(Event.RunEnded.class)) {
            out.print(form.apply(events));
            out.flush();
        }
    }
}
