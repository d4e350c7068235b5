package dev.runbook.engine;

import dev.runbook.journal.Event;
import dev.runbook.journal.Journal;
import dev.runbook.log.Detail;
import dev.runbook.log.LogLine;
import dev.runbook.port.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Hands events on: masked, to the journal first, then to whoever shows them. */
final class Recorder {

    private final Redaction redaction;
    private final Clock clock;
    private final Optional<Journal> journal;
    private final EventSink sink;

    Recorder(Redaction redaction, Clock clock, Optional<Journal> journal, EventSink sink) {
        this.redaction = redaction;
        this.clock = clock;
        this.journal = journal;
        this.sink = sink;
    }

    /** One for events that have not happened yet: they reach this sink only. */
    Recorder rehearsing(EventSink other) {
        return new Recorder(redaction, clock, Optional.empty(), other);
    }

    /** The same, with somebody who listens. */
    Recorder overheard(EventSink listener) {
        return rehearsing(event -> {
            listener.take(event);
            pass(event);
        });
    }

    Redaction redaction() {
        return redaction;
    }

    Voice voice(String pair, String task) {
        return voice(pair, task, false);
    }

    /** @param hushed whether the lines of the task are secret */
    Voice voice(String pair, String task, boolean hushed) {
        return new Voice(this, pair, task, hushed, text -> {});
    }

    /** When this returns, the event is on disk; a journal that cannot be written ends the run. */
    void record(Event.Kind kind, Voice voice, Facts facts) {
        pass(redaction.mask(new Event(clock.now(), kind, voice.pair(), voice.task(), facts.fields())));
    }

    /** A line for whoever looks for a fault; it is masked on its way. */
    void note(Detail detail, Voice voice, String text) {
        sink.note(new LogLine(clock.now(), detail, voice.pair(), text));
    }

    /** Hands on an event that is masked already. */
    synchronized void pass(Event event) {
        if (journal.isEmpty() || !event.isKept()) {
            sink.take(event);
            return;
        }
        String line;
        try {
            line = journal.get().append(event);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be written, so nothing more is changed", e);
        }
        sink.take(event, line);
    }
}
