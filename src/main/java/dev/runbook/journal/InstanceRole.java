package dev.runbook.journal;

/** What an instance is to a pair. */
public enum InstanceRole implements EventWord {
    SOURCE("source"),
    TARGET("target"),
    /** This refresh has made it. */
    NEW("new"),
    /** Had the target's name before the swap. */
    OLD("old"),
    /** An earlier refresh has left it. */
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
