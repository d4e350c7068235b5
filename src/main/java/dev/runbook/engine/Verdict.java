package dev.runbook.engine;

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
record Verdict(Task task, PlanningContext.Purpose purpose, Voice voice) {

    /**
     * A judgement.
     *
     * @param unmet the condition that must hold for the task to be done, and does not
     */
    record Judged(TaskEnd end, Optional<String> unmet) {

        /** As the last attempt leaves it: a condition still unmet is a failure. */
        TaskEnd end(int attempts) {
            return unmet.map(condition -> TaskEnd.failed(
                                    TaskFailure.failed(
                                            "until " + condition + " was not met in " + attempts + " attempt"
                                                    + (attempts == 1 ? "" : "s"),
                                            "run the same command again: it tries again"),
                                    end.changes())
                            .withMore(end.result()))
                    .orElse(end);
        }

        /** @param codes the only error codes of AWS worth another attempt; when empty, every failure is */
        boolean mayRetry(Set<String> codes) {
            return unmet.isPresent()
                    || end.failure()
                            .filter(failure -> failure.kind() == TaskFailure.Kind.FAILED)
                            .filter(failure -> codes.isEmpty()
                                    || failure.code().filter(codes::contains).isPresent())
                            .isPresent();
        }

        String reason() {
            return unmet.map(condition -> "until " + condition + " is not met").orElse(end.message());
        }
    }

    /** @param scope knows the result */
    Judged judge(TaskEnd end, Scope scope) throws ExpressionException {
        if (end.failure()
                .filter(failure -> failure.kind() != TaskFailure.Kind.FAILED)
                .isPresent()) {
            return new Judged(end, Optional.empty());
        }
        TaskEnd failing = failing(end, scope);
        if (failing.status() == TaskEnd.Status.FAILED) {
            return new Judged(failing, Optional.empty());
        }
        TaskEnd judged = mayFail(changing(failing, scope));
        List<Expression> until = task.retry().map(Task.Retry::until).orElse(List.of());
        Optional<Boolean> met = all(until, "until", scope);
        TaskEnd known = met.isPresent() ? judged : judged.with("failed", new Value.Unknown("until"));
        return new Judged(known, met.filter(truth -> !truth).map(truth -> words(until)));
    }

    private TaskEnd failing(TaskEnd end, Scope scope) throws ExpressionException {
        List<Expression> conditions = task.verdict().failedWhen();
        Optional<Boolean> failed = all(conditions, "failed_when", scope);
        if (conditions.isEmpty()) {
            return end;
        }
        if (failed.isEmpty()) {
            Value unknown = new Value.Unknown("failed_when");
            return end.with("failed", unknown).with("failed_when_result", unknown);
        }
        TaskEnd judged = failed.get()
                ? TaskEnd.failed(
                                end.failure()
                                        .orElse(TaskFailure.failed(
                                                "failed_when " + words(conditions) + " is true", "")),
                                end.changes())
                        .withMore(end.result())
                : end.failure().isEmpty()
                        ? end
                        : TaskEnd.did(end.changes(), end.result()).as(TaskEnd.Status.OK);
        return judged.changed(judged.changes() > 0 && !failed.get())
                .with("failed", new Value.Bool(failed.get()))
                .with("failed_when_result", new Value.Bool(failed.get()));
    }

    /** What is only predicted may fail when it is carried out; where that ends nothing, later tasks may ask for it. */
    private TaskEnd mayFail(TaskEnd end) {
        boolean carriedOut = task.manner().checkMode().equals(Optional.of(false));
        boolean open = purpose != PlanningContext.Purpose.RUN
                && !carriedOut
                && end.changes() > 0
                && task.verdict().ignoreErrors()
                && task.verdict().failedWhen().isEmpty();
        return open ? end.with("failed", new Value.Unknown("failed")) : end;
    }

    private TaskEnd changing(TaskEnd end, Scope scope) throws ExpressionException {
        List<Expression> conditions = task.verdict().changedWhen();
        Optional<Boolean> changed = all(conditions, "changed_when", scope);
        boolean judges =
                !conditions.isEmpty() && (end.status() == TaskEnd.Status.OK || end.status() == TaskEnd.Status.CHANGED);
        if (!judges) {
            return end;
        }
        return changed.isPresent()
                ? end.changed(changed.get())
                : end.changed(true).with("changed", new Value.Unknown("changed_when"));
    }

    /** Whether all hold; empty when only a run can tell, which the reader of a check is told. */
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
            voice.line(keyword + " " + words(conditions) + ": decided at run time");
        }
        return known ? Optional.of(true) : Optional.empty();
    }

    private static String words(List<Expression> conditions) {
        return String.join(
                " and ", conditions.stream().map(Expression::toString).toList());
    }
}
