package dev.runbook.journal;

/** How a task ended. */
public enum TaskStatus implements EventWord {
    OK("ok"),
    CHANGED("changed"),
    SKIPPED("skipped"),
    FAILED("failed"),
    /** Failed, and the {@code rescue} of its block takes over. */
    RESCUED("rescued"),
    /** Failed, and the task has {@code ignore_errors}. */
    IGNORED("ignored");

    private final String word;

    TaskStatus(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** Whether the task failed, including ignored and rescued failures. */
    public boolean isFailure() {
        return this == FAILED || this == RESCUED || this == IGNORED;
    }
}
