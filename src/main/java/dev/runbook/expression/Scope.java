package dev.runbook.expression;

import java.util.Set;

/** The names that an expression may use, and what it may look up outside. */
public interface Scope {

    /** Names that always have a value and that nothing can redefine. */
    Set<String> BUILT_IN = Set.of("pair", "source", "target", "copies", "run_id", "check");

    /** The value of a name; {@link Value.UndefinedName} when there is none. */
    Value get(String name) throws ExpressionException;

    /** Every name with a value, for the hint at a mistyped one. */
    Set<String> names();

    EvaluationContext context();
}
