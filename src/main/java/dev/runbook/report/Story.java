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

    /** Whether it takes back or deletes what another run has done, so that the old data serves. */
    boolean undoes() {
        return started.flatMap(Story::undone).isPresent();
    }

    private static Optional<String> undone(Facts started) {
        return started.given("rolls_back")
                .map(run -> "rollback of " + run)
                .or(() -> started.given("discards").map(run -> "discard of " + run));
    }

    /** What a run is for, as {@code prod-to-stage.yml} or {@code rollback of 20261121-104000-a1b2}. */
    static String title(Facts started) {
        String work = undone(started).orElse(started.text("runbook"));
        return (started.truth("check") ? "check of " : "") + work;
    }

    /** What a run is on, behind its title: {@code on 2 pairs of inventories/default.yml}. */
    static String reach(Facts started) {
        return " on " + Figures.count(started.texts("pairs").size(), "pair")
                + started.given("inventory").map(name -> " of " + name).orElse("");
    }

    /** The words that name a run; a check is kept nowhere, so that it has none. */
    static Optional<String> id(Facts started) {
        return started.given("run").filter(run -> !started.truth("check"));
    }

    Optional<Facts> started() {
        return started;
    }

    Optional<Facts> ended() {
        return ended;
    }

    /** What is to be said of a run or check that has changed nothing of what it is about. */
    String unchanged() {
        long made =
                pairs.values().stream().mapToLong(PairStory::callsMadeInCheck).sum();
        return made == 0
                ? "Nothing was changed."
                : Figures.count(made, "program") + " of check_mode: false " + (made == 1 ? "was" : "were")
                        + " run; nothing else was changed.";
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
