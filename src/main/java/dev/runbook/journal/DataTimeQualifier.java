package dev.runbook.journal;

import java.util.Arrays;
import java.util.Optional;

/** How the true time of data relates to the recorded time. */
public enum DataTimeQualifier implements EventWord {
    /** The data may be newer. */
    AT_LEAST("at least"),
    /** The data may be older. */
    AT_MOST("at most");

    private final String word;

    DataTimeQualifier(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** The constant with this word; empty for any other word. */
    public static Optional<DataTimeQualifier> of(String word) {
        return Arrays.stream(values()).filter(bound -> bound.word.equals(word)).findFirst();
    }
}
