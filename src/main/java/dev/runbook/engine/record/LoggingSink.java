package dev.runbook.engine.record;

import dev.runbook.engine.EventSink;
import dev.runbook.journal.EventLines;
import dev.runbook.journal.EventRecord;
import dev.runbook.log.LogLine;
import dev.runbook.log.RunLog;

/** Writes every event to the log and passes it on. */
public record LoggingSink(RunLog log, EventSink real) implements EventSink {

    @Override
    public void take(EventRecord<?> event) {
        if (event.isJournaled()) {
            log.writeEvent(event, EventLines.write(event));
        }
        real.take(event);
    }

    @Override
    public void take(EventRecord<?> event, String line) {
        log.writeEvent(event, line);
        real.take(event, line);
    }

    @Override
    public void note(LogLine line) {
        log.take(line);
    }
}
