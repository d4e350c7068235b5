package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.journal.CallWords;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.plan.Course;
import dev.runbook.plan.Drift;
import dev.runbook.plan.PlannedCall;
import dev.runbook.plan.Thing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Keeps the calls of a pair to the plan that its run is held to; without one, lets all of them pass. For one thread. */
final class PairCourse {

    private final Optional<Course> course;
    private final Consumer<Thing> found;
    private Optional<TaskFailure> refusal = Optional.empty();

    /** @param found takes what modules have found to exist */
    PairCourse(Optional<Course> course, Consumer<Thing> found) {
        this.course = course;
        this.found = found;
    }

    static PairCourse free() {
        return new PairCourse(Optional.empty(), thing -> {});
    }

    /** Right before a change is announced. */
    void follow(Change change, Turn turn) throws TaskFailure {
        if (course.isPresent() && !change.isWaitOnly()) {
            Optional<Drift> objection = course.get().objection(call(change, turn));
            if (objection.isPresent()) {
                throw refused(objection.get());
            }
        }
    }

    /** The change is done, or was there already. */
    void settled(Change change, Turn turn) {
        course.ifPresent(plan -> plan.settle(call(change, turn)));
    }

    /** A task of a block has failed: its rescue and always come before their turn. */
    void breakOff() {
        course.ifPresent(Course::breakOff);
    }

    /** Whether a change may make this one of its many calls; what it must not make is the reason why it fails. */
    boolean permits(CallDescription description, Turn turn) {
        PlannedCall call = call("", description, turn);
        boolean permitted = course.isEmpty() || course.get().permits(call);
        if (!permitted && refusal.isEmpty()) {
            refusal = Optional.of(refused(new Drift(call.title(), "is not in the plan, or not with these parameters")));
        }
        return permitted;
    }

    /** Why a change really failed. */
    TaskFailure reason(TaskFailure failure) {
        return refusal.map(real -> real.because(failure)).orElse(failure);
    }

    void found(String kind, String name, Value.Fields facts) {
        Map<String, String> fields = new LinkedHashMap<>();
        facts.fields().forEach((field, value) -> fields.put(field, value.show()));
        found.accept(new Thing(kind, name, fields));
    }

    private static TaskFailure refused(Drift difference) {
        return TaskFailure.refused(
                "stopped before a call that the plan does not promise: " + difference,
                "look at what has changed. Without --plan the same runbook goes on from here; or make a new plan with"
                        + " --check --out and carry that out");
    }

    private static PlannedCall call(Change change, Turn turn) {
        CallDescription description = change.describe();
        turn.voice().recorder().redaction().keep(description.parameters());
        return call(change.key(), turn.showing().hidden() ? Carrier.hidden(description) : description, turn);
    }

    private static PlannedCall call(String key, CallDescription description, Turn turn) {
        return new PlannedCall(
                turn.place().task(),
                turn.place().item().isPresent()
                        ? OptionalLong.of(turn.place().item().getAsInt())
                        : OptionalLong.empty(),
                key,
                new CallWords(description.service(), description.action(), description.subject()),
                description.parameters(),
                new PlannedCall.Extent(description.effect(), List.of()),
                "");
    }
}
