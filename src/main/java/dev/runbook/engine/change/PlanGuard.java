package dev.runbook.engine.change;

import dev.runbook.engine.TaskFailure;
import dev.runbook.expression.Value;
import dev.runbook.journal.CallName;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.plan.Drift;
import dev.runbook.plan.PlanCursor;
import dev.runbook.plan.PlannedCall;
import dev.runbook.plan.PlannedResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Refuses every call of a pair that the saved plan does not list; without a plan, allows all. For one thread. */
public final class PlanGuard {

    private final Optional<PlanCursor> course;
    private final Consumer<PlannedResource> found;
    private Optional<TaskFailure> refusal = Optional.empty();

    /**
     * A guard for the calls of one pair.
     *
     * @param found takes what modules have found to exist
     */
    public PlanGuard(Optional<PlanCursor> course, Consumer<PlannedResource> found) {
        this.course = course;
        this.found = found;
    }

    public static PlanGuard unbound() {
        return new PlanGuard(Optional.empty(), resource -> {});
    }

    /** Right before a change is announced. */
    void requirePlanned(Change change, TaskAttempt attempt) throws TaskFailure {
        if (course.isPresent() && !change.isWaitOnly()) {
            Optional<Drift> objection = course.get().findDrift(call(change, attempt));
            if (objection.isPresent()) {
                throw refusal(objection.get());
            }
        }
    }

    /** The change is done, or was there already. */
    void recordResult(Change change, TaskAttempt attempt) {
        course.ifPresent(plan -> plan.markDone(call(change, attempt)));
    }

    /** A task of a block has failed: its rescue and always come before their turn. */
    public void abandonOrder() {
        course.ifPresent(PlanCursor::startCleanup);
    }

    /** Whether a change may make this one of its many calls; what it must not make is the reason why it fails. */
    public boolean permits(CallDescription description, TaskAttempt attempt) {
        PlannedCall call = call("", description, attempt);
        boolean permitted = course.isEmpty() || course.get().allowsParallel(call);
        if (!permitted && refusal.isEmpty()) {
            refusal = Optional.of(refusal(new Drift(call.title(), "is not in the plan, or not with these parameters")));
        }
        return permitted;
    }

    /** Why a change really failed. */
    TaskFailure explain(TaskFailure failure) {
        return refusal.map(real -> real.because(failure)).orElse(failure);
    }

    public void recordResource(String kind, String name, Value.Fields facts) {
        Map<String, String> fields = new LinkedHashMap<>();
        facts.fields().forEach((field, value) -> fields.put(field, value.show()));
        found.accept(new PlannedResource(kind, name, fields));
    }

    private static TaskFailure refusal(Drift drift) {
        return TaskFailure.refusal(
                "stopped before a call that the plan does not promise: " + drift,
                "look at what has changed. Without --plan the same runbook continues from here; or make a new plan with"
                        + " --check --out and carry that out");
    }

    private static PlannedCall call(Change change, TaskAttempt attempt) {
        CallDescription description = change.describe();
        attempt.events().recorder().redaction().addSecret(description.parameters());
        return call(
                change.key(),
                attempt.visibility().isHidden() ? ChangeRunner.hideParameters(description) : description,
                attempt);
    }

    private static PlannedCall call(String key, CallDescription description, TaskAttempt attempt) {
        return new PlannedCall(
                attempt.taskKey().task(),
                attempt.taskKey().item().isPresent()
                        ? OptionalLong.of(attempt.taskKey().item().getAsInt())
                        : OptionalLong.empty(),
                key,
                new CallName(description.service(), description.action(), description.subject()),
                description.parameters(),
                new PlannedCall.CallImpact(description.effect(), List.of()),
                "");
    }
}
