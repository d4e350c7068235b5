package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ValueShape;
import java.util.Optional;
import java.util.TreeSet;

/** A variable as it was given: resolved only when it is used. */
public record Variable(String name, Template template, Position position) {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    /** Names of variables with their values, as {@code vars} has them. */
    public static ValueShape shape() {
        return ValueShape.mapOf(ValueShape.any(), namePattern());
    }

    /** What the whole name of a variable that a file gives must match: no name that no expression could use or that is taken. */
    public static String namePattern() {
        return "(?!(" + String.join("|", new TreeSet<>(Scope.BUILT_IN)) + ")$)" + NAME;
    }

    /** A variable whose value is already there. */
    public static Variable of(String name, Value value, Position position) {
        return new Variable(name, Template.constant(value, position), position);
    }

    /** A variable whose value is already there, by the name that is written. */
    public static Variable of(Node.Scalar name, Value value, Problems problems) {
        checkName(name, problems);
        return of(name.text(), value, name.position());
    }

    /** The variable that an entry of {@code vars} gives; empty when its expression cannot be parsed. */
    public static Optional<Variable> parse(Node.Entry entry, Problems problems) {
        checkName(entry.key(), problems);
        return Template.parse(entry.value(), problems)
                .map(template ->
                        new Variable(entry.key().text(), template, entry.key().position()));
    }

    /** Reports a name that no expression could use, or that has a value already. */
    public static void checkName(Node.Scalar name, Problems problems) {
        if (!name.text().matches(NAME)) {
            problems.add(
                    "bad-variable-name",
                    name.position(),
                    "'" + name.text() + "' is not a valid variable name",
                    "use letters, digits and _; do not start with a digit");
        } else if (Scope.BUILT_IN.contains(name.text())) {
            problems.add(
                    "reserved-variable",
                    name.position(),
                    "'" + name.text() + "' is a built-in variable and cannot be set",
                    "choose another name");
        }
    }
}
