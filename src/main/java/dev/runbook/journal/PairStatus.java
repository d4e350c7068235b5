package dev.runbook.journal;

/** How a pair ended. */
public enum PairStatus implements EventWord {
    FINISHED("finished"),
    FAILED("failed"),
    INTERRUPTED("interrupted"),
    NOT_STARTED("not-started"),
    REFUSED("refused"),
    /** Finished in a run before: nothing was left to do, so that the data is no newer. */
    EARLIER("earlier"),
    /** Has not ended; only shown, never written. */
    RUNNING("running");

    private final String word;

    PairStatus(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** Whether the same command would continue the pair. */
    public boolean isOpen() {
        return this == FAILED || this == INTERRUPTED || this == NOT_STARTED;
    }

    /** Whether the pair came to the end of what was asked for, in its run or in one that it continued. */
    public boolean isGoodEnd() {
        return this == FINISHED || this == EARLIER;
    }
}
