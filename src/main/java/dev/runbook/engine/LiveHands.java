package dev.runbook.engine;

import dev.runbook.journal.Event;
import dev.runbook.journal.LeaseHeldException;
import dev.runbook.journal.LeaseKey;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.Pacing;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.port.RetryPolicy;
import dev.runbook.port.Vault;
import dev.runbook.world.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Applies changes and waits until they are done, failed, or have taken too long. For one pair, on one thread. */
final class LiveHands implements Hands {

    /** What the hands of one pair work with. */
    record Grip(Gate gate, Rights rights, Pacing pacing, Vault vault, Interruption interruption) {}

    /**
     * What gives the right to change something.
     *
     * @param target what the lease on the target is on; empty only when the run touches nothing
     */
    record Rights(Optional<LeaseKey> target, HeldLeases leases) {}

    private final PairWorld pairWorld;
    private final Function<Turn, Ports> ports;
    private final Grip grip;

    LiveHands(PairWorld pairWorld, Function<Turn, Ports> ports, Grip grip) {
        this.pairWorld = pairWorld;
        this.ports = ports;
        this.grip = grip;
    }

    @Override
    public World world(Turn turn) throws TaskFailure {
        try {
            return pairWorld.fresh(turn.place());
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
    }

    @Override
    public World seen(Turn turn) throws TaskFailure {
        try {
            return pairWorld.seen(turn.place());
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
    }

    @Override
    public void apply(Change change, Turn turn) throws TaskFailure, InterruptedException {
        pairWorld.completed().begin(turn.place());
        Ports outside = ports.apply(turn);
        Instant began = outside.clock().now();
        Sent sent = send(change, turn, outside, began);
        while (!isSettled(change, turn, outside, sent)) {
            // What was waited for may have taken hours: the change is judged again, as before every call.
            sent = isUnneeded(change, world(turn))
                    ? new Sent(pairWorld.mark(), false)
                    : send(change, turn, outside, began);
        }
        if (change.completionMode() == Change.CompletionMode.ONCE) {
            pairWorld.completed().add(turn.place(), change.key());
        }
    }

    private boolean isSettled(Change change, Turn turn, Ports outside, Sent sent)
            throws TaskFailure, InterruptedException {
        return change.completionMode() != Change.CompletionMode.WATCHED
                || waiting(change, turn, outside)
                        .end(sent.mark(), sent.accepted())
                        .isDone();
    }

    @Override
    public Progress await(Change change, Turn turn) throws TaskFailure, InterruptedException {
        return waiting(change, turn, ports.apply(turn)).end(pairWorld.mark(), false);
    }

    @Override
    public void forget(TaskPlace place) {
        pairWorld.completed().remove(place);
    }

    @Override
    public void forget(Doings doings) {
        pairWorld.completed().remove(doings);
    }

    @Override
    public Vault vault() {
        return grip.vault();
    }

    private Wait waiting(Change change, Turn turn, Ports outside) {
        return new Wait(new Wait.Watch(pairWorld, outside.clock(), grip.pacing().polling()), change, turn);
    }

    /**
     * How a change was sent.
     *
     * @param mark from when on the world shows it
     * @param accepted whether the call was answered; otherwise what is under way may be something else, which has to end first
     */
    private record Sent(long mark, boolean accepted) {}

    /** Sends the change until it has arrived, or something is under way that may be it. */
    private Sent send(Change change, Turn turn, Ports outside, Instant began) throws TaskFailure, InterruptedException {
        Duration pause = grip.pacing().retrying().first();
        Refusals refusals = new Refusals(
                turn.limits(), Wait.deadline(turn, began, grip.pacing().polling()));
        for (int attempt = 1; ; attempt++) {
            confirm(change, turn);
            try {
                carryOut(change, turn, outside);
                return new Sent(pairWorld.mark(), true);
            } catch (TaskFailure overdue) {
                throw refusals.last().map(overdue::after).orElse(overdue);
            } catch (PortException e) {
                long mark = pairWorld.mark();
                if (arrived(change, turn, outside, e)) {
                    return new Sent(mark, false);
                }
                Duration delay = RetryPolicy.jitter(pause, grip.pacing().random());
                await(change, turn, new Refused(e, attempt, delay, refusals), outside);
                pause = grip.pacing().retrying().next(pause);
                World world = world(turn);
                if (Concerned.by(change, world).areAtWork()) {
                    refusals.work();
                }
                if (isUnneeded(change, world)) {
                    return new Sent(mark, false);
                }
            }
        }
    }

    /** A call that did not succeed, and how long to wait before it is sent again. */
    private record Refused(PortException why, int attempt, Duration delay, Refusals all) {}

    /** Waits until the call may be sent again, or says why it is not. */
    private void await(Change change, Turn turn, Refused refused, Ports outside)
            throws TaskFailure, InterruptedException {
        Instant now = outside.clock().now();
        refused.all().add(refused.why(), now);
        boolean late = now.plus(refused.delay()).isAfter(refused.all().limit());
        if (isFinal(change, refused.why())) {
            throw TaskFailure.of(refused.why());
        }
        if (late) {
            throw refused.all().end(refused.why(), now);
        }
        if (grip.interruption().stops()) {
            // What broke, broke because the run was to stop: it is not tried again.
            throw new InterruptedException(String.valueOf(refused.why().getMessage()));
        }
        tell(change, turn, refused, now);
        outside.clock().sleep(refused.delay());
    }

    private void carryOut(Change change, Turn turn, Ports outside)
            throws TaskFailure, PortException, InterruptedException {
        Heartbeat heartbeat = new Heartbeat(
                change, turn, outside.clock(), grip.pacing().polling().reminder());
        try {
            Alarm.carryOut(change, turn, outside, grip.interruption());
        } finally {
            heartbeat.stop();
        }
    }

    /** Right before a call: the target and what is written must be ours, and nobody must have asked to stop. */
    private void confirm(Change change, Turn turn) throws TaskFailure, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        HeldLeases leases = grip.rights().leases();
        try {
            if (grip.rights().target().isPresent()) {
                leases.confirm(grip.rights().target().get());
            }
            if (change.subject() instanceof Subject.TargetBucket bucket) {
                LeaseKey key = LeaseKey.bucket(bucket.bucket(), bucket.prefix());
                leases.watch(List.of(key)).forEach(turn.voice()::line);
                leases.take(key).ifPresent(turn.voice()::warn);
                leases.confirm(key);
            }
        } catch (LeaseHeldException e) {
            throw TaskFailure.refused(String.valueOf(e.getMessage()), "").because(e);
        } catch (IOException e) {
            CallDescription call = change.describe();
            throw TaskFailure.unrecorded("the lease cannot be renewed (" + e + "), so " + call.action() + " "
                            + call.subject() + " was not sent")
                    .because(e);
        }
    }

    /** Whether a failed call shows in the world nevertheless: its answer was lost, or an earlier one had arrived. */
    private boolean arrived(Change change, Turn turn, Ports outside, PortException e)
            throws TaskFailure, InterruptedException {
        boolean worthLooking = switch (e.kind()) {
            case OUTCOME_UNKNOWN, CONFLICT, NOT_FOUND, WRONG_STATE -> true;
            case RETRYABLE, NO_CAPACITY, NOT_YET, DENIED, UNANSWERED, BROKEN -> false;
        };
        int looks = e.kind() == PortException.Kind.WRONG_STATE
                ? 1
                : grip.pacing().polling().lookups();
        if (!worthLooking || change.completionMode() == Change.CompletionMode.ONCE) {
            return false;
        }
        if (change.completionMode() == Change.CompletionMode.IMMEDIATE) {
            looks = 1;
        }
        for (int look = 0; look < looks; look++) {
            outside.clock().sleep(grip.pacing().polling().first());
            Progress progress = Carrier.progress(change, world(turn));
            if (progress.stage() == Progress.Stage.FAILED) {
                throw Carrier.failed(change, progress);
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
        Progress progress = Carrier.progress(change, world);
        if (progress.stage() == Progress.Stage.FAILED) {
            throw Carrier.failed(change, progress);
        }
        if (progress.stage() == Progress.Stage.NEEDED) {
            grip.gate().judge(change, world);
            return false;
        }
        return true;
    }

    private static void tell(Change change, Turn turn, Refused refused, Instant now) {
        String reason = String.valueOf(refused.why().getMessage());
        if (refused.why().kind() == PortException.Kind.NOT_YET) {
            turn.voice()
                    .say(
                            Event.Kind.WAITING,
                            Facts.of("key", change.key())
                                    .with("subject", change.describe().subject())
                                    .with("status", reason)
                                    .with("seconds", refused.all().soFar(now)));
            return;
        }
        Facts facts = new Facts()
                .with("attempt", refused.attempt())
                .with("attempts_max", 0)
                .with("reason", reason)
                .with("delay_seconds", refused.delay());
        refused.all().left(now).ifPresent(left -> facts.with("left_seconds", left));
        turn.voice().say(Event.Kind.RETRY, facts);
    }
}
