package dev.runbook.expression;

import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ValueShape;
import java.util.Optional;
import java.util.TreeSet;

/** A variable as defined; its value is resolved when it is used. */
public record Variable(String name, Template template, Position position) {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    /** Variable names with values, as in {@code vars}. */
    public static ValueShape shape() {
        return ValueShape.mapOf(ValueShape.any(), namePattern());
    }

    /**
     * The pattern for names of variables in files: it excludes names that expressions cannot use and reserved ones.
     */
    public static String namePattern() {
        return "(?!(" + String.join("|", new TreeSet<>(Scope.BUILT_IN)) + ")$)" + NAME;
    }

    /** A variable with a fixed value. */
    public static Variable of(String name, Value value, Position position) {
        return new Variable(name, Template.constant(value, position), position);
    }

    /** A variable with a fixed value; reports an invalid name. */
    public static Variable of(Node.Scalar name, Value value, Problems problems) {
        checkName(name, problems);
        return of(name.text(), value, name.position());
    }

    /** Parses an entry of {@code vars}; empty if its expression is invalid. */
    public static Optional<Variable> parse(Node.Entry entry, Problems problems) {
        checkName(entry.key(), problems);
        return Template.parse(entry.value(), problems)
                .map(template ->
                        new Variable(entry.key().text(), template, entry.key().position()));
    }

    /** Reports a name that expressions cannot use, or that is reserved. */
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
