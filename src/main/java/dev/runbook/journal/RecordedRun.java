package dev.runbook.journal;

import java.util.List;
import java.util.Optional;

/** A run as its journal tells it. */
public record RecordedRun(String id, List<Event> events) {

    public RecordedRun {
        events = List.copyOf(events);
    }

    /** The runbook it ran; empty when the journal breaks off before. */
    public String runbook() {
        return first(Event.Kind.RUN_STARTED, "")
                .map(event -> event.text("runbook"))
                .orElse("");
    }

    /** Whether the pair's chain was begun in this run. */
    public boolean started(String pair) {
        return first(Event.Kind.PAIR_STARTED, pair).isPresent();
    }

    /** The refresh the pair was in; empty when it was not begun. */
    public String refresh(String pair) {
        return first(Event.Kind.PAIR_STARTED, pair)
                .map(event -> event.text("refresh"))
                .orElse("");
    }

    /** Whether a call that changes something was about to be made for the pair. */
    public boolean changed(String pair) {
        return first(Event.Kind.CHANGE, pair).isPresent();
    }

    /** Whether the pair came to the end of the whole runbook, in this run or in an earlier one that it continued. */
    public boolean finished(String pair) {
        return first(Event.Kind.PAIR_ENDED, pair)
                .filter(event -> event.truth("complete"))
                .map(event -> event.text("status"))
                .filter(status -> status.equals("finished") || status.equals("earlier"))
                .isPresent();
    }

    private Optional<Event> first(Event.Kind kind, String pair) {
        return events.stream()
                .filter(event -> event.kind() == kind && event.pair().equals(pair))
                .findFirst();
    }
}
