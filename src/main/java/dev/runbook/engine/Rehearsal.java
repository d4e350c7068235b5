package dev.runbook.engine;

import dev.runbook.journal.Event;
import dev.runbook.plan.Drift;
import java.util.List;
import java.util.Optional;

/**
 * How the silent check of a pair ended, right before its run.
 *
 * @param events what was said meanwhile
 * @param differences where what was found is not what the plan says that the run is held to
 */
record Rehearsal(PairEnd end, List<Event> events, List<Drift> differences) {

    Rehearsal {
        events = List.copyOf(events);
        differences = List.copyOf(differences);
    }

    /** One that did not come to pass, because somebody asked the run to stop. */
    static Rehearsal interrupted() {
        return new Rehearsal(PairEnd.interrupted(), List.of(), List.of());
    }

    /** How the pair ends when the run must not be begun; empty when nothing of this pair stands against it. */
    Optional<PairEnd> stop() {
        if (end.status() == Outcome.Status.INTERRUPTED) {
            return Optional.of(PairEnd.interrupted());
        }
        if (!differences.isEmpty()) {
            String places = differences.size() == 1 ? "one place" : differences.size() + " places";
            return Optional.of(PairEnd.failed(TaskFailure.refused(
                    "the plan does not fit any more, in " + places + "; the first: " + differences.get(0),
                    "look at what has changed, make a new plan with --check --out, and carry that out")));
        }
        return end.failure().map(PairEnd::failed);
    }

    /** What concerns the task that would have failed; nothing when none would have. */
    List<Event> lastTask() {
        if (end.status() == Outcome.Status.FINISHED) {
            return List.of();
        }
        int start = 0;
        for (int index = 0; index < events.size(); index++) {
            start = events.get(index).kind() == Event.Kind.TASK_STARTED ? index : start;
        }
        return events.subList(start, events.size()).stream()
                .filter(event -> event.kind() != Event.Kind.CHANGE && event.kind() != Event.Kind.CHANGE_SKIPPED)
                .toList();
    }
}
