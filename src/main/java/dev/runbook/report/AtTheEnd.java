package dev.runbook.report;

import dev.runbook.journal.Event;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps the events of a run and writes one document when it has ended. Takes events from any thread. */
public final class AtTheEnd implements Consumer<Event> {

    private final PrintWriter out;
    private final Function<Chronicle, String> form;
    private final List<Event> events = new ArrayList<>();

    private AtTheEnd(PrintWriter out, Function<Chronicle, String> form) {
        this.out = out;
        this.form = form;
    }

    /** One JSON document. */
    public static AtTheEnd json(PrintWriter out) {
        return new AtTheEnd(out, JsonReport::of);
    }

    /** JUnit XML. */
    public static AtTheEnd junit(PrintWriter out) {
        return new AtTheEnd(out, JunitReport::of);
    }

    @Override
    public synchronized void accept(Event event) {
        if (event.kind() == Event.Kind.TICK) {
            return;
        }
        events.add(event);
        if (event.kind() == Event.Kind.RUN_ENDED) {
            out.print(form.apply(Chronicle.of(events)));
            out.flush();
        }
    }
}
