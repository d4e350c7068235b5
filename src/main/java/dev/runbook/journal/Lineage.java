package dev.runbook.journal;

import java.util.List;
import java.util.Optional;

/**
 * What became of runs: which later one has carried on or replaced what they left.
 *
 * @param runs oldest first
 */
public record Lineage(List<RecordedRun> runs) {

    public Lineage {
        runs = List.copyOf(runs);
    }

    /**
     * Why a run cannot be carried on.
     *
     * @param reason what stands against it
     * @param later the run that has taken its place; empty when none has
     */
    public record Obstacle(String reason, Optional<String> later) {}

    /** Why the run cannot be carried on, as far as journals tell; empty when it can. */
    public Optional<Obstacle> obstacle(RecordedRun run) {
        if (run.command().isEmpty()) {
            return Optional.of(new Obstacle(
                    "the journal of run " + run.id() + " does not hold the command that it was started with",
                    Optional.empty()));
        }
        if (run.endedWell()) {
            String what = (run.isRollback() ? "the rollback " : run.isDiscard() ? "the discard " : "run ") + run.id();
            return Optional.of(new Obstacle(what + " ended well: nothing to resume", Optional.empty()));
        }
        return run.pairs().stream()
                .filter(pair -> !run.endedWell(pair))
                .flatMap(pair -> laterOf(run, pair).map(later -> obstacle(run, later, pair)).stream())
                .findFirst();
    }

    /** The newest later run that has changed what the run left of a pair; empty when none has. */
    public Optional<RecordedRun> laterOf(RecordedRun run, String pair) {
        List<String> ids = runs.stream().map(RecordedRun::id).toList();
        return runs.stream()
                .skip(ids.indexOf(run.id()) + 1L)
                .filter(other ->
                        other.ran(run.files().runbookPath(), run.files().inventoryPath()))
                .filter(other -> other.started(pair))
                .filter(other -> other.changed(pair)
                        || (other.undoes().isEmpty() && other.refresh(pair).equals(run.refresh(pair))))
                .reduce((before, after) -> after);
    }

    private static Obstacle obstacle(RecordedRun run, RecordedRun later, String pair) {
        String what = later.undoes().isPresent()
                ? later.isRollback() ? "has rolled back" : "has discarded"
                : later.refresh(pair).equals(run.refresh(pair)) ? "has continued" : "has begun another refresh of";
        return new Obstacle("a later run, " + later.id() + ", " + what + " pair " + pair, Optional.of(later.id()));
    }
}
