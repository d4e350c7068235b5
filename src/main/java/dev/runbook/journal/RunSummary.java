package dev.runbook.journal;

import dev.runbook.expression.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run in one line.
 *
 * @param runbook as the user wrote it
 * @param state its final or current status
 * @param pairs the final or current status of each pair, in the order of the inventory
 * @param refreshes the refreshes of its pairs
 */
public record RunSummary(
        String id,
        Instant startTime,
        String runbook,
        Set<String> refreshes,
        Optional<Event.RunStarted.RunReference> undoneRun,
        String state,
        Map<String, String> pairs,
        RunEnd end) {

    private static final String RUNNING = PairStatus.RUNNING.word();
    private static final String INTERRUPTED = PairStatus.INTERRUPTED.word();
    private static final String ALREADY_FINISHED = PairStatus.ALREADY_FINISHED.word();

    private static final int REFUSED = 5;
    private static final Set<Integer> SIGNALS = Set.of(129, 130, 143);

    public RunSummary {
        refreshes = Set.copyOf(refreshes);
        pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
    }

    /**
     * The end of a run.
     *
     * @param exitCode empty when it was killed or is running
     * @param duration until its end; without an end, until its last event
     */
    public record RunEnd(OptionalInt exitCode, Duration duration) {}

    public OptionalInt exitCode() {
        return end.exitCode();
    }

    public Duration duration() {
        return end.duration();
    }

    /** Summarizes the journal of a run; empty when it contains no complete event. */
    public static Optional<RunSummary> of(RecordedRun run, boolean running, Instant now) {
        if (run.startTime().isEmpty()) {
            return Optional.empty();
        }
        Instant began = run.startTime().get();
        String open = running ? RUNNING : INTERRUPTED;
        Map<String, String> pairs = new LinkedHashMap<>();
        run.pairs()
                .forEach(pair -> pairs.put(
                        pair,
                        run.status(pair)
                                .map(PairStatus::word)
                                .orElse(
                                        run.hasStarted(pair)
                                                ? open
                                                : running ? "waiting" : PairStatus.NOT_STARTED.word())));
        Instant end = running ? now : run.lastEventTime().orElse(began);
        return Optional.of(new RunSummary(
                run.id(),
                began,
                run.files().runbook(),
                run.pairs().stream().map(run::refresh).collect(Collectors.toSet()),
                run.undoneRun(),
                run.exitCode().isPresent() ? word(run.exitCode().getAsInt(), pairs.values()) : open,
                pairs,
                new RunEnd(run.exitCode(), end.isBefore(began) ? Duration.ZERO : Duration.between(began, end))));
    }

    /** The summary as a mapping, in the words of the journal. */
    public Value.Fields fields() {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("run", new Value.Text(id));
        fields.put("at", new Value.Text(startTime.toString()));
        fields.put("runbook", new Value.Text(runbook));
        undoneRun.ifPresent(undone -> fields.put(undone.relation().word(), new Value.Text(undone.run())));
        fields.put("status", new Value.Text(state));
        Map<String, Value> each = new LinkedHashMap<>();
        pairs.forEach((pair, status) -> each.put(pair, new Value.Text(status)));
        fields.put("pairs", new Value.Fields(each));
        fields.put("exit", exitCode().isPresent() ? new Value.Whole(exitCode().getAsInt()) : new Value.Null());
        fields.put("seconds", new Value.Decimal(duration().toMillis() / 1000.0));
        return new Value.Fields(fields);
    }

    private static String word(int exit, Collection<String> pairs) {
        if (exit == 0) {
            boolean nothingNew = !pairs.isEmpty() && pairs.stream().allMatch(ALREADY_FINISHED::equals);
            return nothingNew ? ALREADY_FINISHED : PairStatus.FINISHED.word();
        }
        return SIGNALS.contains(exit)
                ? INTERRUPTED
                : exit == REFUSED ? PairStatus.REFUSED.word() : PairStatus.FAILED.word();
    }
}
