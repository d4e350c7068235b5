package dev.runbook.journal;

import java.util.List;
import java.util.Optional;

/**
 * Which later run has continued or replaced an earlier one.
 *
 * @param runs oldest first
 */
public record RunLineage(List<RecordedRun> runs) {

    public RunLineage {
        runs = List.copyOf(runs);
    }

    /**
     * Why a run cannot be resumed.
     *
     * @param reason in words
     * @param successor id of the run that replaced it; empty when there is none
     */
    public record Obstacle(String reason, Optional<String> successor) {}

    /** Why the run cannot be resumed, according to the journals; empty when it can. */
    public Optional<Obstacle> findObstacle(RecordedRun run) {
        if (run.command().isEmpty()) {
            return Optional.of(new Obstacle(
                    "the journal of run " + run.id() + " does not contain the command that started it",
                    Optional.empty()));
        }
        if (run.hasSucceeded()) {
            String what = (run.isRollback() ? "the rollback " : run.isDiscard() ? "the discard " : "run ") + run.id();
            return Optional.of(new Obstacle(what + " completed successfully: nothing to resume", Optional.empty()));
        }
        return run.pairs().stream()
                .filter(pair -> !run.hasSucceeded(pair))
                .flatMap(pair -> findSuccessor(run, pair).map(later -> findObstacle(run, later, pair)).stream())
                .findFirst();
    }

    /** The newest later run that has changed the pair since this run; empty when there is none. */
    public Optional<RecordedRun> findSuccessor(RecordedRun run, String pair) {
        List<String> ids = runs.stream().map(RecordedRun::id).toList();
        return runs.stream()
                .skip(ids.indexOf(run.id()) + 1L)
                .filter(other ->
                        other.isRunOf(run.files().runbookPath(), run.files().inventoryPath()))
                .filter(other -> other.hasStarted(pair))
                .filter(other -> other.hasChanged(pair)
                        || (other.undoTarget().isEmpty() && other.refresh(pair).equals(run.refresh(pair))))
                .reduce((before, after) -> after);
    }

    private static Obstacle findObstacle(RecordedRun run, RecordedRun later, String pair) {
        String what = later.undoTarget().isPresent()
                ? later.isRollback() ? "has rolled back" : "has discarded"
                : later.refresh(pair).equals(run.refresh(pair)) ? "has continued" : "has started another refresh of";
        return new Obstacle("a later run, " + later.id() + ", " + what + " pair " + pair, Optional.of(later.id()));
    }
}
