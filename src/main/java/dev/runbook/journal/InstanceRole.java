package dev.runbook.journal;

/** The role of an instance in a pair. */
public enum InstanceRole implements EventWord {
    SOURCE("source"),
    TARGET("target"),
    /** Created by this refresh. */
    NEW("new"),
    /** Had the target's name before the swap. */
    OLD("old"),
    /** Left behind by an earlier refresh. */
    OTHER("other");

    private final String word;

    InstanceRole(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
