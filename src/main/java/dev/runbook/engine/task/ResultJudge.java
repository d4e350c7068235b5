package dev.runbook.engine.task;

import dev.runbook.engine.TaskFailure;
import dev.runbook.engine.record.TaskEvents;
import dev.runbook.expression.Expression;
import dev.runbook.expression.ExpressionException;
import dev.runbook.expression.Scope;
import dev.runbook.expression.Value;
import dev.runbook.modules.PlanningContext;
import dev.runbook.runbook.Task;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges how a task has ended by its own {@code failed_when}, {@code changed_when} and {@code until}. */
record ResultJudge(Task task, PlanningContext.Purpose purpose, TaskEvents events) {

    /**
     * A judgement.
     *
     * @param unmet the condition that must hold for the task to be done, and does not
     */
    record JudgedResult(TaskResult result, Optional<String> unmet) {

        /** As the last attempt leaves it: a condition still unmet is a failure. */
        TaskResult end(int attempts) {
            return unmet.map(condition -> TaskResult.failure(
                                    TaskFailure.failure(
                                            "until " + condition + " was not met in " + attempts + " attempt"
                                                    + (attempts == 1 ? "" : "s"),
                                            "run the same command again: it tries again"),
                                    result.changes())
                            .withFields(result.result()))
                    .orElse(result);
        }

        /** @param codes the only error codes of AWS worth another attempt; when empty, every failure is */
        boolean mayRetry(Set<String> codes) {
            return unmet.isPresent()
                    || result.failure()
                            .filter(failure -> failure.kind() == TaskFailure.Kind.FAILED)
                            .filter(failure -> codes.isEmpty()
                                    || failure.code().filter(codes::contains).isPresent())
                            .isPresent();
        }

        String reason() {
            return unmet.map(condition -> "until " + condition + " is not met").orElse(result.message());
        }
    }

    /** @param scope knows the result */
    JudgedResult judge(TaskResult result, Scope scope) throws ExpressionException {
        if (result.failure()
                .filter(failure -> failure.kind() != TaskFailure.Kind.FAILED)
                .isPresent()) {
            return new JudgedResult(result, Optional.empty());
        }
        TaskResult failing = failing(result, scope);
        if (failing.status() == TaskResult.ResultStatus.FAILED) {
            return new JudgedResult(failing, Optional.empty());
        }
        TaskResult judged = mayFail(changing(failing, scope));
        List<Expression> until = task.retry().map(Task.Retry::until).orElse(List.of());
        Optional<Boolean> met = all(until, "until", scope);
        TaskResult known = met.isPresent() ? judged : judged.with("failed", new Value.Unknown("until"));
        return new JudgedResult(known, met.filter(truth -> !truth).map(truth -> words(until)));
    }

    private TaskResult failing(TaskResult result, Scope scope) throws ExpressionException {
        List<Expression> conditions = task.resultConditions().failedWhen();
        Optional<Boolean> failed = all(conditions, "failed_when", scope);
        if (conditions.isEmpty()) {
            return result;
        }
        if (failed.isEmpty()) {
            Value unknown = new Value.Unknown("failed_when");
            return result.with("failed", unknown).with("failed_when_result", unknown);
        }
        TaskResult judged = failed.get()
                ? TaskResult.failure(
                                result.failure()
                                        .orElse(TaskFailure.failure(
                                                "failed_when " + words(conditions) + " is true", "")),
                                result.changes())
                        .withFields(result.result())
                : result.failure().isEmpty()
                        ? result
                        : TaskResult.success(result.changes(), result.result()).as(TaskResult.ResultStatus.OK);
        return judged.withChanged(judged.changes() > 0 && !failed.get())
                .with("failed", new Value.Bool(failed.get()))
                .with("failed_when_result", new Value.Bool(failed.get()));
    }

    /** A predicted task may fail in the run; if that does not end the pair, later tasks may test for it. */
    private TaskResult mayFail(TaskResult result) {
        boolean carriedOut = task.options().checkMode().equals(Optional.of(false));
        boolean open = purpose != PlanningContext.Purpose.RUN
                && !carriedOut
                && result.changes() > 0
                && task.resultConditions().ignoreErrors()
                && task.resultConditions().failedWhen().isEmpty();
        return open ? result.with("failed", new Value.Unknown("failed")) : result;
    }

    private TaskResult changing(TaskResult result, Scope scope) throws ExpressionException {
        List<Expression> conditions = task.resultConditions().changedWhen();
        Optional<Boolean> changed = all(conditions, "changed_when", scope);
        boolean judges = !conditions.isEmpty()
                && (result.status() == TaskResult.ResultStatus.OK
                        || result.status() == TaskResult.ResultStatus.CHANGED);
        if (!judges) {
            return result;
        }
        return changed.isPresent()
                ? result.withChanged(changed.get())
                : result.withChanged(true).with("changed", new Value.Unknown("changed_when"));
    }

    /** Whether all are true; empty if only a run can decide, which the check then reports. */
    private Optional<Boolean> all(List<Expression> conditions, String keyword, Scope scope) throws ExpressionException {
        boolean known = true;
        for (Expression condition : conditions) {
            Value outcome = condition.test(scope);
            if (outcome.equals(new Value.Bool(false))) {
                return Optional.of(false);
            }
            known &= !(outcome instanceof Value.Unknown);
        }
        if (!known && purpose == PlanningContext.Purpose.CHECK) {
            events.line(keyword + " " + words(conditions) + ": decided at run time");
        }
        return known ? Optional.of(true) : Optional.empty();
    }

    private static String words(List<Expression> conditions) {
        return String.join(
                " and ", conditions.stream().map(Expression::toString).toList());
    }
}
