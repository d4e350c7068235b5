package dev.runbook.expression;

import java.util.Set;

/** The names that an expression may use, and what it may look up outside. */
public interface Scope {

    /** The value of a name; {@link Value.Undefined} when there is none. */
    Value get(String name) throws ExpressionException;

    /** Every name with a value, for the hint at a mistyped one. */
    Set<String> names();

    Outside outside();
}
