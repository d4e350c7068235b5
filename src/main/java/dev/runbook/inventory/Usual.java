package dev.runbook.inventory;

import java.util.Optional;
import java.util.stream.Stream;

/** The variables that have a value when nobody gives them one; every level is stronger. */
public enum Usual {
    TEMPORARY_PREFIX("temporary_prefix", "temp-"),
    OLD_PREFIX("old_prefix", "old-");

    private final String variable;
    private final String value;

    Usual(String variable, String value) {
        this.variable = variable;
        this.value = value;
    }

    public String variable() {
        return variable;
    }

    public String value() {
        return value;
    }

    /** The variable of this name; empty when nothing but a level can give it. */
    public static Optional<Usual> of(String name) {
        return Stream.of(values()).filter(usual -> usual.variable.equals(name)).findFirst();
    }
}
