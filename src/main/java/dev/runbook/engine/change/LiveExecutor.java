package dev.runbook.engine.change;

import dev.runbook.engine.Cancellation;
import dev.runbook.engine.TaskFailure;
import dev.runbook.journal.Event;
import dev.runbook.journal.LeaseHeldException;
import dev.runbook.journal.LeaseKey;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.Pacing;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.port.RetryPolicy;
import dev.runbook.world.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Applies changes and waits until they are done, failed, or have taken too long. For one pair, on one thread. */
public final class LiveExecutor implements ChangeExecutor {

    /** What the hands of one pair work with. */
    public record ExecutorSettings(
            Gate gate, HeldRights rights, Pacing pacing, PasswordStore passwords, Cancellation cancellation) {}

    /**
     * What gives the right to change something.
     *
     * @param target what the lease on the target is on; empty only when the run touches nothing
     */
    public record HeldRights(Optional<LeaseKey> target, HeldLeases leases) {}

    private final PairWorld pairWorld;
    private final Function<TaskAttempt, Ports> ports;
    private final ExecutorSettings settings;

    public LiveExecutor(PairWorld pairWorld, Function<TaskAttempt, Ports> ports, ExecutorSettings settings) {
        this.pairWorld = pairWorld;
        this.ports = ports;
        this.settings = settings;
    }

    @Override
    public World currentWorld(TaskAttempt attempt) throws TaskFailure {
        try {
            return pairWorld.readWorld(attempt.taskKey());
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
    }

    @Override
    public World lastWorld(TaskAttempt attempt) throws TaskFailure {
        try {
            return pairWorld.lastWorld(attempt.taskKey());
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
    }

    @Override
    public void apply(Change change, TaskAttempt attempt) throws TaskFailure, InterruptedException {
        pairWorld.completedChanges().startTask(attempt.taskKey());
        Ports outside = ports.apply(attempt);
        Instant began = outside.clock().now();
        SentCall sent = send(change, attempt, outside, began);
        while (!isSettled(change, attempt, outside, sent)) {
            // What was waited for may have taken hours: the change is judged again, as before every call.
            sent = isUnneeded(change, currentWorld(attempt))
                    ? new SentCall(pairWorld.readMark(), false)
                    : send(change, attempt, outside, began);
        }
        if (change.completionMode() == Change.CompletionMode.ONCE) {
            pairWorld.completedChanges().add(attempt.taskKey(), change.key());
        }
    }

    private boolean isSettled(Change change, TaskAttempt attempt, Ports outside, SentCall sent)
            throws TaskFailure, InterruptedException {
        return change.completionMode() != Change.CompletionMode.WATCHED
                || waiting(change, attempt, outside)
                        .end(sent.mark(), sent.accepted())
                        .isDone();
    }

    @Override
    public Progress await(Change change, TaskAttempt attempt) throws TaskFailure, InterruptedException {
        return waiting(change, attempt, ports.apply(attempt)).end(pairWorld.readMark(), false);
    }

    @Override
    public void forget(TaskKey taskKey) {
        pairWorld.completedChanges().remove(taskKey);
    }

    @Override
    public void forget(TaskKeyPattern keyPattern) {
        pairWorld.completedChanges().remove(keyPattern);
    }

    @Override
    public PasswordStore vault() {
        return settings.passwords();
    }

    private ChangeWait waiting(Change change, TaskAttempt attempt, Ports outside) {
        return new ChangeWait(
                new ChangeWait.WaitSettings(
                        pairWorld, outside.clock(), settings.pacing().polling()),
                change,
                attempt);
    }

    /**
     * How a change was sent.
     *
     * @param mark from when on the world shows it
     * @param accepted whether the call was answered; otherwise what is under way may be something else, which has to end first
     */
    private record SentCall(long mark, boolean accepted) {}

    /** Sends the change until it has arrived, or something is under way that may be it. */
    private SentCall send(Change change, TaskAttempt turn, Ports outside, Instant began)
            throws TaskFailure, InterruptedException {
        Duration pause = settings.pacing().retrying().first();
        RefusalLimit refusalLimit = new RefusalLimit(
                turn.limits(),
                ChangeWait.deadline(turn, began, settings.pacing().polling()));
        for (int attempt = 1; ; attempt++) {
            confirm(change, turn);
            try {
                applyOnce(change, turn, outside);
                return new SentCall(pairWorld.readMark(), true);
            } catch (TaskFailure overdue) {
                throw refusalLimit.last().map(overdue::after).orElse(overdue);
            } catch (PortException e) {
                long mark = pairWorld.readMark();
                if (hasArrived(change, turn, outside, e)) {
                    return new SentCall(mark, false);
                }
                Duration delay = RetryPolicy.jitter(pause, settings.pacing().random());
                await(change, turn, new RefusedCall(e, attempt, delay, refusalLimit), outside);
                pause = settings.pacing().retrying().next(pause);
                World world = currentWorld(turn);
                if (AffectedInstances.by(change, world).areAtWork()) {
                    refusalLimit.work();
                }
                if (isUnneeded(change, world)) {
                    return new SentCall(mark, false);
                }
            }
        }
    }

    /** A call that did not succeed, and how long to wait before it is sent again. */
    private record RefusedCall(PortException why, int attempt, Duration delay, RefusalLimit all) {}

    /** Waits until the call may be sent again, or says why it is not. */
    private void await(Change change, TaskAttempt attempt, RefusedCall refused, Ports outside)
            throws TaskFailure, InterruptedException {
        Instant now = outside.clock().now();
        refused.all().add(refused.why(), now);
        boolean late = now.plus(refused.delay()).isAfter(refused.all().limit());
        if (isFinal(change, refused.why())) {
            throw TaskFailure.of(refused.why());
        }
        if (late) {
            throw refused.all().finalFailure(refused.why(), now);
        }
        if (settings.cancellation().stops()) {
            // What broke, broke because the run was to stop: it is not tried again.
            throw new InterruptedException(String.valueOf(refused.why().getMessage()));
        }
        emitRetry(change, attempt, refused, now);
        outside.clock().sleep(refused.delay());
    }

    /** Applies a change once, and stops it when the time of its task is over. */
    private void applyOnce(Change change, TaskAttempt attempt, Ports outside)
            throws TaskFailure, PortException, InterruptedException {
        Heartbeat heartbeat = new Heartbeat(
                change, attempt, outside.clock(), settings.pacing().polling().reminder());
        try (DeadlineTimer timer = new DeadlineTimer(attempt.deadline(), outside.clock(), settings.cancellation())) {
            try {
                change.apply(outside);
            } catch (InterruptedException | PortException e) {
                if (timer.hasFired()) {
                    throw timer.overdue(change).because(e);
                }
                throw e;
            }
        } finally {
            heartbeat.stop();
        }
    }

    /** Right before a call: the target and what is written must be ours, and nobody must have asked to stop. */
    private void confirm(Change change, TaskAttempt attempt) throws TaskFailure, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        HeldLeases leases = settings.rights().leases();
        try {
            if (settings.rights().target().isPresent()) {
                leases.confirm(settings.rights().target().get());
            }
            if (change.subject() instanceof Subject.TargetBucket bucket) {
                LeaseKey key = LeaseKey.bucket(bucket.bucket(), bucket.prefix());
                leases.watch(List.of(key)).forEach(attempt.events()::line);
                leases.take(key).ifPresent(attempt.events()::warn);
                leases.confirm(key);
            }
        } catch (LeaseHeldException e) {
            throw TaskFailure.refusal(String.valueOf(e.getMessage()), "").because(e);
        } catch (IOException e) {
            CallDescription call = change.describe();
            throw TaskFailure.journalFailure("the lease cannot be renewed (" + e + "), so " + call.action() + " "
                            + call.subject() + " was not sent")
                    .because(e);
        }
    }

    /** Whether a failed call shows in the world nevertheless: its answer was lost, or an earlier one had arrived. */
    private boolean hasArrived(Change change, TaskAttempt attempt, Ports outside, PortException e)
            throws TaskFailure, InterruptedException {
        boolean worthLooking = switch (e.kind()) {
            case OUTCOME_UNKNOWN, CONFLICT, NOT_FOUND, WRONG_STATE -> true;
            case RETRYABLE, NO_CAPACITY, NOT_YET, DENIED, UNANSWERED, BROKEN -> false;
        };
        int looks = e.kind() == PortException.Kind.WRONG_STATE
                ? 1
                : settings.pacing().polling().lookups();
        if (!worthLooking || change.completionMode() == Change.CompletionMode.ONCE) {
            return false;
        }
        if (change.completionMode() == Change.CompletionMode.IMMEDIATE) {
            looks = 1;
        }
        for (int look = 0; look < looks; look++) {
            outside.clock().sleep(settings.pacing().polling().first());
            Progress progress = ChangeRunner.progress(change, currentWorld(attempt));
            if (progress.stage() == Progress.Stage.FAILED) {
                throw ChangeRunner.failure(change, progress);
            }
            if (progress.stage() != Progress.Stage.NEEDED) {
                return true;
            }
        }
        return false;
    }

    /** Whether the same call must not be sent again. */
    private static boolean isFinal(Change change, PortException e) {
        return switch (e.kind()) {
            case RETRYABLE, WRONG_STATE, NO_CAPACITY, NOT_YET -> false;
            case OUTCOME_UNKNOWN -> change.completionMode() == Change.CompletionMode.ONCE;
            case DENIED, UNANSWERED, NOT_FOUND, CONFLICT, BROKEN -> true;
        };
    }

    /** Before a call is sent again, the world is judged again: it may have changed meanwhile. */
    private boolean isUnneeded(Change change, World world) throws TaskFailure {
        Progress progress = ChangeRunner.progress(change, world);
        if (progress.stage() == Progress.Stage.FAILED) {
            throw ChangeRunner.failure(change, progress);
        }
        if (progress.stage() == Progress.Stage.NEEDED) {
            settings.gate().requireAllowed(change, world);
            return false;
        }
        return true;
    }

    private static void emitRetry(Change change, TaskAttempt attempt, RefusedCall refused, Instant now) {
        String reason = String.valueOf(refused.why().getMessage());
        if (refused.why().kind() == PortException.Kind.NOT_YET) {
            attempt.events()
                    .emit(new Event.ChangeAwaited(
                            change.key(),
                            change.describe().subject(),
                            reason,
                            refused.all().soFar(now)));
            return;
        }
        attempt.events()
                .emit(new Event.RetryScheduled(
                        reason,
                        refused.attempt(),
                        0,
                        refused.delay(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        refused.all().timeLeft(now)));
    }
}
