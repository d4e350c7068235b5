package dev.runbook.engine;

import dev.runbook.journal.Event;
import dev.runbook.journal.Journal;
import dev.runbook.log.Detail;
import dev.runbook.log.LogLine;
import dev.runbook.port.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Hands events on: masked, to the journal first, then to whoever shows them. */
final class Recorder {

    private static final Set<Event.Kind> ENDINGS =
            Set.of(Event.Kind.WARNING, Event.Kind.PAIR_ENDED, Event.Kind.RUN_ENDED);

    private final Redaction redaction;
    private final Clock clock;
    private final Optional<Journal> journal;
    private final EventSink sink;
    private Optional<UnrecordedException> lost = Optional.empty();

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

    /**
     * When this returns, the event is on disk.
     *
     * @throws UnrecordedException when the journal cannot be written; from then on only how pairs and the run end is told, and
     *     nothing may be done
     */
    void record(Event.Kind kind, Voice voice, Facts facts) {
        pass(redaction.mask(new Event(clock.now(), kind, voice.pair(), voice.task(), facts.fields())));
    }

    /** A line for whoever looks for a fault; it is masked on its way. */
    void note(Detail detail, Voice voice, String text) {
        sink.note(new LogLine(clock.now(), detail, voice.pair(), text));
    }

    /** Hands on an event that is masked already. */
    synchronized void pass(Event event) {
        if (journal.isEmpty() || !event.isKept() || (lost.isPresent() && ENDINGS.contains(event.kind()))) {
            sink.take(event);
            return;
        }
        String line;
        try {
            line = journal.get().append(event);
        } catch (IOException e) {
            throw unrecorded(event, journal.get().file(), e);
        }
        sink.take(event, line);
    }

    /** Whatever comes after the first one fails for its reason. */
    private UnrecordedException unrecorded(Event event, Path file, IOException e) {
        IOException reason =
                lost.map(Throwable::getCause).map(IOException.class::cast).orElse(e);
        UnrecordedException unrecorded = new UnrecordedException(event, file, reason);
        lost = lost.or(() -> Optional.of(unrecorded));
        return unrecorded;
    }
}
