package dev.runbook.inventory;

/** The levels at which variables can be set, from the weakest to the strongest. */
public enum VariableLevel {
    MODULE_DEFAULTS("module defaults"),
    INVENTORY("inventory vars"),
    GROUP("group vars"),
    PAIR("pair vars"),
    PLAY("play vars"),
    TASK("task vars"),
    REGISTERED("set and register"),
    COMMAND_LINE("-e");

    private final String words;

    VariableLevel(String words) {
        this.words = words;
    }

    /** The level as messages name it. */
    public String words() {
        return words;
    }
}
