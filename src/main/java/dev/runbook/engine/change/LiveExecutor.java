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

/** Applies changes and waits until they are done, have failed or have timed out. For one pair, on one thread. */
public final class LiveExecutor implements ChangeExecutor {

    /** The collaborators of the executor of one pair. */
    public record ExecutorSettings(
            Gate gate, HeldRights rights, Pacing pacing, PasswordStore passwords, Cancellation cancellation) {}

    /**
     * The leases that permit changes.
     *
     * @param target the lease on the target; empty only if the run needs no AWS credentials
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
            // The wait may have taken hours: judge the change again, as before every call.
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
     * A change that was sent.
     *
     * @param mark number of the reading after which the change is visible
     * @param accepted whether the call was answered; otherwise an operation under way may be another one that has to end first
     */
    private record SentCall(long mark, boolean accepted) {}

    /** Sends the change until it has arrived, or an operation is under way that may be the change. */
    private SentCall send(Change change, TaskAttempt attempt, Ports outside, Instant began)
            throws TaskFailure, InterruptedException {
        Duration pause = settings.pacing().retrying().first();
        RefusalLimit refusalLimit = new RefusalLimit(
                attempt.limits(),
                ChangeWait.deadline(attempt, began, settings.pacing().polling()));
        for (int number = 1; ; number++) {
            confirm(change, attempt);
            try {
                applyOnce(change, attempt, outside);
                return new SentCall(pairWorld.readMark(), true);
            } catch (TaskFailure overdue) {
                throw refusalLimit.last().map(overdue::after).orElse(overdue);
            } catch (PortException e) {
                long mark = pairWorld.readMark();
                if (hasArrived(change, attempt, outside, e)) {
                    return new SentCall(mark, false);
                }
                Duration delay = RetryPolicy.jitter(pause, settings.pacing().random());
                await(change, attempt, new RefusedCall(e, number, delay, refusalLimit), outside);
                pause = settings.pacing().retrying().next(pause);
                World world = currentWorld(attempt);
                if (AffectedInstances.by(change, world).areAtWork()) {
                    refusalLimit.work();
                }
                if (isUnneeded(change, world)) {
                    return new SentCall(mark, false);
                }
            }
        }
    }

    /** A call that failed, and how long to wait before it is sent again. */
    private record RefusedCall(PortException why, int attempt, Duration delay, RefusalLimit all) {}

    /** Waits until the call may be sent again; throws if it must not be. */
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
            // The error comes from the cancellation of the run: no retry.
            throw new InterruptedException(String.valueOf(refused.why().getMessage()));
        }
        emitRetry(change, attempt, refused, now);
        outside.clock().sleep(refused.delay());
    }

    /** Applies a change once; interrupts it at the deadline of its task. */
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

    /** Right before a call: the leases must still be held, and the run must not be cancelled. */
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

    /** Whether a failed call is visible in the world: its response was lost, or an earlier call had arrived. */
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

    /** Whether the call must not be sent again. */
    private static boolean isFinal(Change change, PortException e) {
        return switch (e.kind()) {
            case RETRYABLE, WRONG_STATE, NO_CAPACITY, NOT_YET -> false;
            case OUTCOME_UNKNOWN -> change.completionMode() == Change.CompletionMode.ONCE;
            case DENIED, UNANSWERED, NOT_FOUND, CONFLICT, BROKEN -> true;
        };
    }

    /** Judges the world again before a call is sent again. */
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
