package dev.runbook.report;

import dev.runbook.journal.Event;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What has become known of a run so far. */
final class Story {

    private static final int NAME_WIDTH_MAX = 24;

    private final Map<String, PairStory> pairs = new LinkedHashMap<>();
    private Optional<Facts> started = Optional.empty();
    private Optional<Facts> ended = Optional.empty();
    private int nameWidth;

    void take(Facts event) {
        if (event.is(Event.Kind.RUN_STARTED)) {
            started = Optional.of(event);
            event.texts("pairs").forEach(this::pair);
        } else if (event.is(Event.Kind.RUN_ENDED)) {
            ended = Optional.of(event);
        } else if (!event.event().pair().isEmpty()) {
            pair(event.event().pair()).take(event);
        }
    }

    boolean isCheck() {
        return started.filter(event -> event.truth("check")).isPresent();
    }

    Optional<Facts> started() {
        return started;
    }

    Optional<Facts> ended() {
        return ended;
    }

    PairStory pair(String name) {
        nameWidth = Math.max(nameWidth, Math.min(NAME_WIDTH_MAX, name.length()));
        return pairs.computeIfAbsent(name, PairStory::new);
    }

    Collection<PairStory> pairs() {
        return Collections.unmodifiableCollection(pairs.values());
    }

    /** Columns that the names of all pairs need. */
    int nameWidth() {
        return nameWidth;
    }
}
