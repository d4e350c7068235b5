package dev.runbook.engine.task;

/** What a check assumes or has found out where only a run can know; a run decides everything itself. */
public record CheckAssumptions(AssumedConditions conditions, CheckRunResults results) {

    /** Assumes every undecided condition to be true. */
    public static CheckAssumptions allTrue() {
        return new CheckAssumptions(AssumedConditions.allTrue(), new CheckRunResults());
    }
}
