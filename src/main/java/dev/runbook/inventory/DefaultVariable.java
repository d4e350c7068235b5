package dev.runbook.inventory;

import java.util.Optional;
import java.util.stream.Stream;

/** The variables with a built-in default; every other level overrides it. */
public enum DefaultVariable {
    TEMPORARY_PREFIX("temporary_prefix", "temp-"),
    OLD_PREFIX("old_prefix", "old-");

    private final String variableName;
    private final String value;

    DefaultVariable(String variable, String value) {
        this.variableName = variable;
        this.value = value;
    }

    public String variableName() {
        return variableName;
    }

    public String value() {
        return value;
    }

    /** The default of this variable; empty if it has none. */
    public static Optional<DefaultVariable> of(String name) {
        return Stream.of(values())
                .filter(defaultVariable -> defaultVariable.variableName.equals(name))
                .findFirst();
    }
}
