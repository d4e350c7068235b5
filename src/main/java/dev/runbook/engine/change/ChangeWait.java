package dev.runbook.engine.change;

import dev.runbook.engine.TaskFailure;
import dev.runbook.journal.Event;
import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.port.Clock;
import dev.runbook.port.PollPolicy;
import dev.runbook.port.PortException;
import dev.runbook.world.Instance;
import dev.runbook.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Looks at one change until it is done, has failed, or has taken too long: there is no other end. For one use. */
final class ChangeWait {

    /** What is looked at, by which clock, and how often. */
    record WaitSettings(PairWorld pairWorld, Clock clock, PollPolicy polling) {}

    private final PairWorld pairWorld;
    private final Clock clock;
    private final PollPolicy polling;
    private final Change change;
    private final TaskAttempt attempt;
    private final Instant began;
    private final Instant deadline;
    private final Set<String> warnedOf = new HashSet<>();
    private String shown = "";
    private Instant shownAt;

    ChangeWait(WaitSettings watch, Change change, TaskAttempt attempt) {
        this.pairWorld = watch.pairWorld();
        this.clock = watch.clock();
        this.polling = watch.polling();
        this.change = change;
        this.attempt = attempt;
        this.began = clock.now();
        this.shownAt = began;
        this.deadline = deadline(attempt, began, polling);
    }

    static Instant deadline(TaskAttempt attempt, Instant began, PollPolicy polling) {
        return attempt.deadline().orElse(began.plus(polling.timeout()));
    }

    /**
     * Waits for the end.
     *
     * @param mark only worlds read after it count
     * @param applied whether the change was applied; otherwise finding it still needed ends the wait, too
     */
    Progress end(long mark, boolean applied) throws TaskFailure, InterruptedException {
        Duration pause = polling.first();
        int done = 0;
        int needed = 0;
        while (true) {
            clock.sleep(pause);
            Progress progress = look(mark, pause);
            done = progress.isDone() ? done + 1 : 0;
            needed = progress.stage() == Progress.Stage.NEEDED ? needed + 1 : 0;
            if (progress.stage() == Progress.Stage.FAILED) {
                throw ChangeRunner.failure(change, progress);
            }
            if (done >= polling.confirmations() || (!applied && needed >= polling.confirmations())) {
                return progress;
            }
            show(progress);
            if (clock.now().isAfter(deadline)) {
                throw overdue(progress);
            }
            // A change that looks done is looked at again soon, so that the second look costs little.
            pause = progress.isDone() ? polling.first() : polling.next(pause);
        }
    }

    private Progress look(long mark, Duration pause) throws TaskFailure, InterruptedException {
        try {
            World world = pairWorld.readAfter(attempt.taskKey(), mark, pause.dividedBy(2));
            AffectedInstances.by(change, world).withUnknownStatus().forEach(this::warnOf);
            return ChangeRunner.progress(change, world);
        } catch (PortException e) {
            if (e.kind() == PortException.Kind.DENIED) {
                throw TaskFailure.of(e);
            }
            attempt.events().warn("cannot look at " + change.describe().subject() + " just now: " + e.getMessage());
            return Progress.underWay("not known");
        }
    }

    /** What is not known counts as work, and could be the end. */
    private void warnOf(Instance instance) {
        if (warnedOf.add(instance.status())) {
            attempt.events()
                    .warn(instance.id() + " is '" + instance.status()
                            + "', which is none of the statuses known here: it is"
                            + " waited for as if RDS worked on it. If it stays so, `aws rds describe-events --source-type"
                            + " db-instance --source-identifier " + instance.id() + "` may tell why");
        }
    }

    private void show(Progress progress) {
        String status = progress.isDone()
                ? "looks done"
                : progress.stage() == Progress.Stage.NEEDED ? "not begun yet" : progress.detail();
        Instant now = clock.now();
        boolean due = Duration.between(shownAt, now).compareTo(polling.reminder()) >= 0;
        if (!due && (status.equals(shown) || progress.isDone())) {
            return;
        }
        shown = status;
        shownAt = now;
        attempt.events()
                .emit(new Event.ChangeAwaited(
                        change.key(), change.describe().subject(), status, Duration.between(began, now)));
    }

    private TaskFailure overdue(Progress progress) {
        String what = change.describe().action() + " " + change.describe().subject();
        String state = progress.detail().isEmpty() ? "" : " (" + progress.detail() + ")";
        return TaskFailure.failure(
                what + " was not done after "
                        + Duration.between(began, clock.now()).toSeconds() + " seconds" + state,
                "only the wait has ended: the operation continues in AWS. Give the task a longer timeout, then run the same "
                        + "command again: it continues here");
    }
}
