package dev.runbook.expression;

import java.util.Set;

/** The names that an expression can use, and the context for its lookups. */
public interface Scope {

    /** Names that always have a value and cannot be redefined. */
    Set<String> BUILT_IN = Set.of("pair", "source", "target", "copies", "run_id", "check");

    /**
     * The value of a name; {@link Value.UndefinedName} if it has none.
     *
     * @throws ExpressionException if its own expression fails
     */
    Value get(String name) throws ExpressionException;

    /** Every name with a value, for the hint about a mistyped one. */
    Set<String> names();

    EvaluationContext context();
}
