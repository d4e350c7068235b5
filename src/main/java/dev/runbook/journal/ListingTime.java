package dev.runbook.journal;

/** When instances were listed. */
public enum ListingTime implements EventWord {
    /** Before the first task of a pair. */
    BEFORE("before"),
    /** After the last one. */
    AFTER("after");

    private final String word;

    ListingTime(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
