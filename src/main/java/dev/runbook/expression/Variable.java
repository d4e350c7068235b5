package dev.runbook.expression;

import dev.runbook.yaml.Position;

/** A variable as it was given: resolved only when it is used. */
public record Variable(String name, Template template, Position position) {

    /** A variable whose value is already there. */
    public static Variable of(String name, Value value, Position position) {
        return new Variable(name, Template.constant(value, position), position);
    }
}
