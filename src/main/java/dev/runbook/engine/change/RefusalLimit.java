package dev.runbook.engine.change;

import dev.runbook.engine.TaskFailure;
import dev.runbook.port.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides how long a call that is refused is sent again: a refusal that may pass is not waited for as long as work is. */
public final class RefusalLimit {

    private final TaskAttempt.TimeLimits limits;
    private final Instant deadline;
    private Optional<PortException> last = Optional.empty();
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> since = Optional.empty();

    /**
     * The limit for one change.
     *
     * @param deadline when the task ends in any case
     */
    public RefusalLimit(TaskAttempt.TimeLimits limits, Instant deadline) {
        this.limits = limits;
        this.deadline = deadline;
    }

    /** Takes note of a refusal. */
    public void add(PortException refusal, Instant now) {
        boolean mayPass =
                refusal.kind() == PortException.Kind.NO_CAPACITY || refusal.kind() == PortException.Kind.WRONG_STATE;
        last = Optional.of(refusal);
        first = first.or(() -> Optional.of(now));
        since = mayPass ? since.or(() -> Optional.of(now)) : Optional.empty();
    }

    /** The thing is seen at work, so that the state that refuses is not one for good. */
    public void work() {
        since = Optional.empty();
    }

    /** Until when the last refusal is answered by another attempt. */
    public Instant limit() {
        Optional<Instant> own = since.map(began -> began.plus(limits.refused()));
        return own.filter(limit -> limit.isBefore(deadline)).orElse(deadline);
    }

    /** How long that is from now; empty when it is as long as the task may take. */
    Optional<Duration> timeLeft(Instant now) {
        return since.map(began -> Duration.between(now, limit()));
    }

    /** The newest one; empty as long as there is none. */
    Optional<PortException> last() {
        return last;
    }

    /** How long the call has been refused so far, for whatever reasons. */
    Duration soFar(Instant now) {
        return Duration.between(first.orElse(now), now);
    }

    /** What a refusal comes to that is not waited for any longer. */
    TaskFailure finalFailure(PortException refusal, Instant now) {
        boolean given = since.isPresent() && limit().isBefore(deadline);
        if (!given) {
            return TaskFailure.of(refusal);
        }
        Duration refused = Duration.between(since.orElse(now), now);
        String advice = refusal.kind() == PortException.Kind.NO_CAPACITY
                ? "AWS has no room for it in this zone at the moment: take another instance class for the target, or run the same"
                        + " command again later: it continues here"
                : "it has shown no work meanwhile, so that waiting does not heal it: see what state it is in and why"
                        + " (`aws rds describe-events`), then run the same command again: it continues here";
        return TaskFailure.of(
                refusal,
                "refused for " + refused.toSeconds() + " seconds, which is as long as capacity_timeout allows",
                advice);
    }
}
