package dev.runbook.report;

import dev.runbook.journal.Event.RunEnded;
import dev.runbook.journal.Event.RunStarted;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.RunRelation;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What has become known of a run so far. */
public final class RunState {

    private static final int NAME_WIDTH_MAX = 24;

    private final Map<String, PairState> pairs = new LinkedHashMap<>();
    private Optional<RunStarted> started = Optional.empty();
    private Optional<EventRecord<RunEnded>> ended = Optional.empty();
    private int nameWidth;

    public void take(EventRecord<?> record) {
        if (record.event() instanceof RunStarted start) {
            started = Optional.of(start);
            start.pairs().forEach(this::pair);
        }
        ended = record.as(RunEnded.class).or(() -> ended);
        if (!record.pair().isEmpty()) {
            pair(record.pair()).take(record);
        }
    }

    public boolean isCheck() {
        return started.filter(RunStarted::check).isPresent();
    }

    /** Whether it takes back or deletes what another run has done, so that the old data serves. */
    public boolean undoes() {
        return started.flatMap(RunState::undone).isPresent();
    }

    private static Optional<String> undone(RunStarted started) {
        return started.reference(RunRelation.ROLLS_BACK)
                .map(run -> "rollback of " + run)
                .or(() -> started.reference(RunRelation.DISCARDS).map(run -> "discard of " + run));
    }

    /** What a run is for, as {@code prod-to-stage.yml} or {@code rollback of 20261121-104000-a1b2}. */
    public static String title(RunStarted started) {
        String work = undone(started).orElse(started.files().runbook());
        return (started.check() ? "check of " : "") + work;
    }

    /** What a run is on, behind its title: {@code on 2 pairs of inventories/default.yml}. */
    public static String reach(RunStarted started) {
        String inventory = started.files().inventory();
        return " on " + Formats.count(started.pairs().size(), "pair") + (inventory.isEmpty() ? "" : " of " + inventory);
    }

    /** The words that name a run; a check is kept nowhere, so that it has none. */
    public static Optional<String> id(RunStarted started) {
        return started.run().filter(run -> !started.check());
    }

    public Optional<RunStarted> startEvent() {
        return started;
    }

    public Optional<EventRecord<RunEnded>> endEvent() {
        return ended;
    }

    /** What is to be said of a run or check that has changed nothing of what it is about. */
    public String unchangedMessage() {
        long made =
                pairs.values().stream().mapToLong(PairState::callsMadeInCheck).sum();
        return made == 0
                ? "Nothing was changed."
                : Formats.count(made, "program") + " of check_mode: false " + (made == 1 ? "was" : "were")
                        + " run; nothing else was changed.";
    }

    public PairState pair(String name) {
        nameWidth = Math.max(nameWidth, Math.min(NAME_WIDTH_MAX, name.length()));
        return pairs.computeIfAbsent(name, PairState::new);
    }

    public Collection<PairState> pairs() {
        return Collections.unmodifiableCollection(pairs.values());
    }

    /** Columns that the names of all pairs need. */
    public int nameWidth() {
        return nameWidth;
    }
}
