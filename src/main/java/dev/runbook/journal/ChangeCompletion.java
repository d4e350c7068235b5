package dev.runbook.journal;

/** When a change counts as done. */
public enum ChangeCompletion implements EventWord {
    /** It was only predicted. */
    DRY("dry"),
    /** When RDS shows it. */
    WATCHED("watched"),
    /** When its call returns. */
    IMMEDIATE("immediate"),
    /** When its call returns; only the journal records it. */
    ONCE("once");

    private final String word;

    ChangeCompletion(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
