package dev.runbook.engine;

import dev.runbook.journal.Event;

/** Takes every event of a run, one at a time, free of secrets. */
@FunctionalInterface
public interface EventSink {

    void take(Event event);
}
