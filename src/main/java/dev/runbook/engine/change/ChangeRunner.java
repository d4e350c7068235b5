package dev.runbook.engine.change;

import dev.runbook.engine.TaskFailure;
import dev.runbook.expression.Value;
import dev.runbook.journal.CallName;
import dev.runbook.journal.ChangeCompletion;
import dev.runbook.journal.Event;
import dev.runbook.journal.SkipReason;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.modules.WorldDiff;
import dev.runbook.port.Clock;
import dev.runbook.world.InstanceId;
import dev.runbook.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs changes one after the other: skip, wait, gate, journal, apply. The same in a check and in a run. */
public final class ChangeRunner {

    private final Gate gate;
    private final ChangeExecutor executor;
    private final Clock clock;
    private final PlanGuard planGuard;

    public ChangeRunner(Gate gate, ChangeExecutor executor, Clock clock, PlanGuard planGuard) {
        this.gate = gate;
        this.executor = executor;
        this.clock = clock;
        this.planGuard = planGuard;
    }

    public PlanGuard planGuard() {
        return planGuard;
    }

    /**
     * The effect of a change.
     *
     * @param isMade whether it was missing and is applied now
     * @param differences before and after of each setting, if the diff is shown
     */
    public record ChangeEffect(boolean isMade, Value.Fields differences) {
        static final ChangeEffect NOTHING = new ChangeEffect(false, new Value.Fields(Map.of()));
    }

    /**
     * Applies a change unless it is done already.
     *
     * @param result of its task, for the journal, if only the journal can tell it later
     */
    public ChangeEffect execute(Change change, TaskAttempt attempt, Function<World, Value.Fields> result)
            throws TaskFailure, InterruptedException {
        Instant began = clock.now();
        World world = executor.currentWorld(attempt);
        Progress progress = progress(change, world);
        if (progress.stage() == Progress.Stage.UNDER_WAY) {
            emitSkipped(
                    change, attempt, new Skip(SkipReason.UNDER_WAY, "under way since before: " + progress.detail()));
            progress = executor.await(change, attempt);
            if (progress.isDone()) {
                emitDone(change, attempt, began, result);
                planGuard.recordResult(change, attempt);
                return ChangeEffect.NOTHING;
            }
            world = executor.currentWorld(attempt);
        }
        switch (progress.stage()) {
            case DONE -> {
                emitSkipped(change, attempt, doneReason(change, world));
                planGuard.recordResult(change, attempt);
            }
            case FAILED -> throw failure(change, progress);
            case NEEDED, UNDER_WAY -> {
                gate.requireAllowed(change, world);
                planGuard.requirePlanned(change, attempt);
                Value.Fields differences = emitPlannedCall(change, attempt, world);
                apply(change, attempt);
                emitDone(change, attempt, began, result);
                planGuard.recordResult(change, attempt);
                return new ChangeEffect(true, differences);
            }
        }
        return ChangeEffect.NOTHING;
    }

    /** Records a failed change as done, because the conditions of its task accept the failure: it is not made again. */
    public void acceptFailure(Change change, TaskAttempt attempt, Function<World, Value.Fields> result)
            throws TaskFailure {
        emitDone(change, attempt, clock.now(), result);
        planGuard.recordResult(change, attempt);
    }

    private void apply(Change change, TaskAttempt attempt) throws TaskFailure, InterruptedException {
        try {
            executor.apply(change, attempt);
        } catch (TaskFailure failure) {
            throw planGuard.explain(failure);
        }
    }

    /** The progress of a {@code ONCE} change is what the journal says. */
    static Progress progress(Change change, World world) {
        boolean remembered = change.completionMode() == Change.CompletionMode.ONCE
                && world.completed().contains(change.key());
        return remembered ? Progress.done() : change.progress(world);
    }

    static TaskFailure failure(Change change, Progress progress) {
        CallDescription call = change.describe();
        return TaskFailure.failure(
                call.action() + " " + call.subject() + ": " + progress.detail(),
                "nothing is repeated by itself; repair the cause, then run the same command again");
    }

    private Value.Fields emitPlannedCall(Change change, TaskAttempt attempt, World world) {
        CallDescription call = change.describe();
        List<String> permissions = change.permissions().stream()
                .map(right -> right.action() + " on " + right.resource())
                .toList();
        Value.Fields differences = attempt.visibility().showsDiff()
                ? WorldDiff.between(world, change.predict(world))
                : new Value.Fields(Map.of());
        attempt.events().recorder().redaction().addSecret(call.parameters());
        attempt.events()
                .emit(new Event.ChangeAnnounced(
                        change.key(),
                        words(change),
                        attempt.visibility().isHidden() ? hideParameters(call).parameters() : call.parameters(),
                        call.effect(),
                        permissions,
                        new Event.ChangeAnnounced.ChangeMode(
                                attempt.visibility().isPrediction(), change.isWaitOnly(), executor.actsInChecks()),
                        Optional.of(differences)
                                .filter(shown -> attempt.visibility().showsDiff()),
                        attempt.taskKey().item()));
        return differences;
    }

    /** The call without its parameters. */
    static CallDescription hideParameters(CallDescription call) {
        Map<String, Value> hidden = new LinkedHashMap<>();
        call.parameters().fields().keySet().forEach(name -> hidden.put(name, new Value.Secret("")));
        return new CallDescription(
                call.service(), call.action(), call.subject(), new Value.Fields(hidden), call.effect());
    }

    private static Value.Fields conceal(Value.Fields fields) {
        Map<String, Value> concealed = new LinkedHashMap<>();
        fields.fields().forEach((name, value) -> concealed.put(name, value.asSecret()));
        return new Value.Fields(concealed);
    }

    private void emitSkipped(Change change, TaskAttempt attempt, Skip skip) {
        attempt.events()
                .emit(new Event.ChangeSkipped(
                        change.key(),
                        words(change),
                        skip.text(),
                        attempt.taskKey().item(),
                        Optional.of(skip.reason())));
    }

    /** Why a change that is already done is skipped. */
    private static Skip doneReason(Change change, World world) {
        boolean recorded = world.completed().contains(change.key());
        return new Skip(recorded ? SkipReason.RECORDED : SkipReason.EXISTS_IN_AWS, "already there");
    }

    private void emitDone(Change change, TaskAttempt attempt, Instant began, Function<World, Value.Fields> result)
            throws TaskFailure {
        boolean watched = change.completionMode() == Change.CompletionMode.WATCHED;
        Optional<InstanceId> name = instance(change.subject()).filter(id -> watched);
        Optional<Event.ChangeDone.ChangedInstance> instance = name.isEmpty()
                ? Optional.empty()
                : executor.lastWorld(attempt)
                        .instance(name.get())
                        .map(seen -> new Event.ChangeDone.ChangedInstance(
                                seen.resourceId().toString(), seen.status()));
        Optional<Value.Fields> known = Optional.empty();
        if (change.completionMode() == Change.CompletionMode.ONCE
                && !attempt.visibility().isPrediction()) {
            Value.Fields registered = result.apply(executor.lastWorld(attempt));
            known = Optional.of(attempt.visibility().isHidden() ? conceal(registered) : registered);
        }
        attempt.events()
                .emit(new Event.ChangeDone(
                        change.key(),
                        attempt.visibility().isPrediction()
                                ? ChangeCompletion.DRY
                                : completion(change.completionMode()),
                        Duration.between(began, clock.now()),
                        instance,
                        known,
                        attempt.taskKey().item()));
    }

    private static ChangeCompletion completion(Change.CompletionMode settling) {
        return switch (settling) {
            case WATCHED -> ChangeCompletion.WATCHED;
            case IMMEDIATE -> ChangeCompletion.IMMEDIATE;
            case ONCE -> ChangeCompletion.ONCE;
        };
    }

    private static CallName words(Change change) {
        CallDescription call = change.describe();
        return new CallName(call.service(), call.action(), call.subject().toString());
    }

    private static Optional<InstanceId> instance(Subject subject) {
        if (subject instanceof Subject.NewInstance made) {
            return Optional.of(made.name());
        }
        return subject instanceof Subject.OwnInstance own ? Optional.of(own.name()) : Optional.empty();
    }
}
