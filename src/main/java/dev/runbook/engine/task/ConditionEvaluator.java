package dev.runbook.engine.task;

import dev.runbook.expression.Expression;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.modules.PlanningContext;
import dev.runbook.yaml.Problem;
import java.util.function.Consumer;

/**
 * Decides conditions of one task, or of one passage through an include.
 *
 * @param place unique among all that the pair carries out
 * @param notes takes what the reader of a check should know
 */
public record ConditionEvaluator(
        String place, AssumedConditions assumedConditions, PlanningContext.Purpose purpose, Consumer<String> notes) {

    /**
     * Whether it holds. In a check, what only a run can know holds or not as the check has decided; a run always knows, but
     * for what a task yields that it only predicts.
     */
    public boolean isTrue(Expression condition, Scope scope) throws ExpressionException {
        Value outcome = condition.test(scope);
        if (!(outcome instanceof Value.Unknown)) {
            return outcome.equals(new Value.Bool(true));
        }
        if (purpose == PlanningContext.Purpose.RUN) {
            throw new ExpressionException(new Problem(
                    "unknown-when-run",
                    condition.position(),
                    "'" + condition + "' depends on something that is not known",
                    "a task with 'check_mode: true' only predicts, so it yields no such value"));
        }
        notes.accept("when " + condition + ": decided at run time");
        return assumedConditions.assume(place, condition.toString());
    }

    /** Whether the condition cannot be decided here. */
    static boolean isOpen(Expression condition, Scope scope) throws ExpressionException {
        return condition.test(scope) instanceof Value.Unknown;
    }
}
