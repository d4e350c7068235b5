package dev.runbook.journal;

/** The section of a play or block that a task is in. */
public enum TaskSection implements EventWord {
    TASKS(""),
    RESCUE("rescue"),
    ALWAYS("always"),
    HANDLERS("handler");

    private final String word;

    TaskSection(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
