package dev.runbook.engine.run;

import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.TaskFailure;
import dev.runbook.journal.Event;
import dev.runbook.journal.EventRecord;
import dev.runbook.journal.TaskStatus;
import dev.runbook.modules.Subject;
import dev.runbook.plan.Drift;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the silent check of a pair ended, right before its run.
 *
 * @param events of the preflight
 * @param differences between the findings and the plan to apply
 * @param written the parts of buckets that the run is going to write
 */
record Rehearsal(
        PairResult result, List<EventRecord<?>> events, List<Drift> differences, Set<Subject.TargetBucket> written) {

    Rehearsal {
        events = List.copyOf(events);
        differences = List.copyOf(differences);
        written = Set.copyOf(written);
    }

    /** One that did not come to pass, because somebody asked the run to stop. */
    static Rehearsal interruption() {
        return failure(PairResult.interruption(), List.of());
    }

    /** A preflight that was interrupted. */
    static Rehearsal failure(PairResult result, List<EventRecord<?>> events) {
        return new Rehearsal(result, events, List.of(), Set.of());
    }

    /** The result of the pair if it must not start; empty if it may. */
    Optional<PairResult> blockingResult() {
        if (result.status() == RunOutcome.EndStatus.INTERRUPTED) {
            return Optional.of(PairResult.interruption());
        }
        if (!differences.isEmpty()) {
            String places = differences.size() == 1 ? "one place" : differences.size() + " places";
            return Optional.of(PairResult.failure(TaskFailure.refusal(
                    "the plan does not fit any more, in " + places + "; the first: " + differences.get(0),
                    "look at what has changed, make a new plan with --check --out, and carry that out")));
        }
        return result.failure()
                .filter(failure -> failure.kind() != TaskFailure.Kind.HALTED)
                .map(failure -> PairResult.foreseen(failure, result.tasks()));
    }

    /**
     * What concerns the task that would have failed, or at which runbook itself broke, marked as foreseen; nothing when there is
     * none. Of several it is the first: those after it would only have tidied up.
     */
    List<EventRecord<?>> failedTask() {
        int last = 0;
        while (last < events.size() && !fails(events.get(last))) {
            last++;
        }
        boolean failed = last < events.size();
        Optional<String> task = failed ? Optional.of(events.get(last).task()) : brokenTask();
        List<EventRecord<?>> told = new ArrayList<>();
        for (EventRecord<?> event : failed ? events.subList(0, last + 1) : events) {
            if (task.equals(Optional.of(event.task()))) {
                foreseen(event.event()).map(event::with).ifPresent(told::add);
            }
        }
        return told;
    }

    /** The task that started and did not end, although the run was not cancelled. */
    private Optional<String> brokenTask() {
        Set<String> open = new LinkedHashSet<>();
        for (EventRecord<?> event : events) {
            if (event.is(Event.TaskStarted.class)) {
                open.add(event.task());
            } else if (event.is(Event.TaskEnded.class)) {
                open.remove(event.task());
            }
        }
        return open.stream().findFirst().filter(task -> result.status() == RunOutcome.EndStatus.FAILED);
    }

    private static boolean fails(EventRecord<?> record) {
        return record.event() instanceof Event.TaskEnded end && end.status() == TaskStatus.FAILED;
    }

    /** The events to show of a predicted task: its start, its end and its output. */
    private static Optional<Event> foreseen(Event event) {
        if (event instanceof Event.TaskStarted task) {
            return Optional.of(new Event.TaskStarted(
                    task.name(), task.module(), task.section(), task.place(), task.number(), task.item(), true));
        }
        if (event instanceof Event.OutputWritten output) {
            return Optional.of(new Event.OutputWritten(output.text(), true));
        }
        if (event instanceof Event.WarningIssued warning) {
            return Optional.of(new Event.WarningIssued(warning.text(), true));
        }
        return event instanceof Event.TaskEnded end ? Optional.of(foreseen(end)) : Optional.empty();
    }

    private static Event.TaskEnded foreseen(Event.TaskEnded end) {
        return new Event.TaskEnded(
                end.status(),
                end.duration(),
                end.message(),
                0,
                end.failure(),
                new Event.TaskEnded.TaskFlags(
                        end.flags().declinedByUser(), end.flags().runOnce(), true),
                end.result(),
                end.skipReason());
    }
}
