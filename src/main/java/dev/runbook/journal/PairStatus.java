package dev.runbook.journal;

/** How a pair ended. */
public enum PairStatus implements EventWord {
    FINISHED("finished"),
    FAILED("failed"),
    INTERRUPTED("interrupted"),
    NOT_STARTED("not-started"),
    REFUSED("refused"),
    /** Finished in an earlier run: nothing was left to do, and the data is no newer. */
    ALREADY_FINISHED("earlier"),
    /** Not ended; shown, never written. */
    RUNNING("running");

    private final String word;

    PairStatus(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** Whether running the same command again continues the pair. */
    public boolean isResumable() {
        return this == FAILED || this == INTERRUPTED || this == NOT_STARTED;
    }

    /** Whether all requested tasks of the pair were done, in its run or in the run it continued. */
    public boolean isSuccess() {
        return this == FINISHED || this == ALREADY_FINISHED;
    }
}
