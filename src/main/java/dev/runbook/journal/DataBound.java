package dev.runbook.journal;

import java.util.Arrays;
import java.util.Optional;

/** How the age of data relates to a moment. */
public enum DataBound implements EventWord {
    /** The data may be newer. */
    AT_LEAST("at least"),
    /** The data may be older. */
    AT_MOST("at most");

    private final String word;

    DataBound(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** The bound of this word; empty when there is none. */
    public static Optional<DataBound> of(String word) {
        return Arrays.stream(values()).filter(bound -> bound.word.equals(word)).findFirst();
    }
}
