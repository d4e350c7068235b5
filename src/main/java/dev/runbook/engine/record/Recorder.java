package dev.runbook.engine.record;

import dev.runbook.engine.EventSink;
import dev.runbook.engine.JournalWriteException;
import dev.runbook.engine.redact.Redaction;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.Journal;
import dev.runbook.log.LogDetail;
import dev.runbook.log.LogLine;
import dev.runbook.port.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Masks events and passes them on: to the journal first, then to the reports. */
public final class Recorder {

    private static final Set<Class<? extends Event>> ENDINGS =
            Set.of(Event.WarningIssued.class, Event.PairEnded.class, Event.RunEnded.class);

    private final Redaction redaction;
    private final Clock clock;
    private final Optional<Journal> journal;
    private final EventSink sink;
    private Optional<JournalWriteException> lost = Optional.empty();

    public Recorder(Redaction redaction, Clock clock, Optional<Journal> journal, EventSink sink) {
        this.redaction = redaction;
        this.clock = clock;
        this.journal = journal;
        this.sink = sink;
    }

    /** One for events that have not happened yet: they reach this sink only. */
    public Recorder withSink(EventSink other) {
        return new Recorder(redaction, clock, Optional.empty(), other);
    }

    /** The same, with somebody who listens. */
    public Recorder withListener(EventSink listener) {
        return withSink(event -> {
            listener.take(event);
            forward(event);
        });
    }

    public Redaction redaction() {
        return redaction;
    }

    public TaskEvents taskEvents(String pair, String task) {
        return taskEvents(pair, task, false);
    }

    /**
     * Reports for one task.
     *
     * @param hushed whether the lines of the task are secret
     */
    public TaskEvents taskEvents(String pair, String task, boolean hushed) {
        return new TaskEvents(this, pair, task, hushed, text -> {});
    }

    /**
     * When this returns, the event is on disk.
     *
     * @throws JournalWriteException when the journal cannot be written; from then on only how pairs and the run end is told, and
     *     nothing may be done
     */
    void record(Event event, TaskEvents events) {
        forward(redaction.mask(new EventRecord<>(clock.now(), events.pair(), events.task(), event)));
    }

    /** Writes a diagnostic log line, masked. */
    public void note(LogDetail detail, TaskEvents events, String text) {
        sink.note(new LogLine(clock.now(), detail, events.pair(), text));
    }

    /** Passes on an event that is already masked. */
    public synchronized void forward(EventRecord<?> event) {
        if (journal.isEmpty()
                || !event.isJournaled()
                || (lost.isPresent() && ENDINGS.stream().anyMatch(event::is))) {
            sink.take(event);
            return;
        }
        String line;
        try {
            line = journal.get().append(event);
        } catch (IOException e) {
            throw writeFailure(event, journal.get().file(), e);
        }
        sink.take(event, line);
    }

    /** Whatever comes after the first one fails for its reason. */
    private JournalWriteException writeFailure(EventRecord<?> event, Path file, IOException e) {
        IOException reason =
                lost.map(Throwable::getCause).map(IOException.class::cast).orElse(e);
        JournalWriteException unrecorded = new JournalWriteException(event, file, reason);
        lost = lost.or(() -> Optional.of(unrecorded));
        return unrecorded;
    }
}
