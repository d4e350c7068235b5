package dev.runbook.engine;

import dev.runbook.journal.EventRecord;
import dev.runbook.log.LogLine;

/** Takes every event of a run, one at a time, free of secrets. */
@FunctionalInterface
public interface EventSink {

    void take(EventRecord<?> record);

    /** The same with the event as the journal has it, for those that write it down as well. */
    default void take(EventRecord<?> record, String line) {
        take(record);
    }

    /** Takes a diagnostic log line, without secrets. */
    default void note(LogLine line) {
        // Most sinks show events only.
    }
}
