package dev.runbook.engine;

import dev.runbook.journal.Event;
import dev.runbook.log.LogLine;

/** Takes every event of a run, one at a time, free of secrets. */
@FunctionalInterface
public interface EventSink {

    void take(Event event);

    /** The same with the event as the journal has it, for those that write it down as well. */
    default void take(Event event, String line) {
        take(event);
    }

    /** Takes a line for whoever looks for a fault, free of secrets too. */
    default void note(LogLine line) {
        // Most sinks show events only.
    }
}
