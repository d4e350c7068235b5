package dev.runbook.engine.run;

import dev.runbook.engine.RunOutcome;
import dev.runbook.engine.TaskFailure;
import dev.runbook.expression.Value;
import dev.runbook.journal.Event;
import dev.runbook.modules.Subject;
import dev.runbook.plan.Drift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the silent check of a pair ended, right before its run.
 *
 * @param events what was said meanwhile
 * @param differences where what was found is not what the plan says that the run is held to
 * @param written the parts of buckets that the run is going to write
 */
record Rehearsal(PairResult result, List<Event> events, List<Drift> differences, Set<Subject.TargetBucket> written) {

    private static final Set<Event.Kind> TOLD =
            Set.of(Event.Kind.TASK_STARTED, Event.Kind.OUTPUT, Event.Kind.WARNING, Event.Kind.TASK_ENDED);

    Rehearsal {
        events = List.copyOf(events);
        differences = List.copyOf(differences);
        written = Set.copyOf(written);
    }

    /** One that did not come to pass, because somebody asked the run to stop. */
    static Rehearsal interruption() {
        return failure(PairResult.interruption(), List.of());
    }

    /** One that was not brought to its end. */
    static Rehearsal failure(PairResult result, List<Event> events) {
        return new Rehearsal(result, events, List.of(), Set.of());
    }

    /** How the pair ends when the run must not be begun; empty when nothing of this pair stands against it. */
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
    List<Event> failedTask() {
        int last = 0;
        while (last < events.size() && !fails(events.get(last))) {
            last++;
        }
        boolean failed = last < events.size();
        Optional<String> task = failed ? Optional.of(events.get(last).task()) : brokenTask();
        List<Event> told = new ArrayList<>();
        for (Event event : failed ? events.subList(0, last + 1) : events) {
            if (task.equals(Optional.of(event.task())) && TOLD.contains(event.kind())) {
                told.add(foreseen(event));
            }
        }
        return told;
    }

    /** The task that was begun and has not ended, though nobody has asked the run to stop. */
    private Optional<String> brokenTask() {
        Set<String> open = new LinkedHashSet<>();
        for (Event event : events) {
            if (event.kind() == Event.Kind.TASK_STARTED) {
                open.add(event.task());
            } else if (event.kind() == Event.Kind.TASK_ENDED) {
                open.remove(event.task());
            }
        }
        return open.stream().findFirst().filter(task -> result.status() == RunOutcome.EndStatus.FAILED);
    }

    private static boolean fails(Event event) {
        return event.kind() == Event.Kind.TASK_ENDED && event.text("status").equals("failed");
    }

    private static Event foreseen(Event event) {
        Map<String, Value> fields = new LinkedHashMap<>(event.fields().fields());
        fields.put("foreseen", new Value.Bool(true));
        fields.computeIfPresent("changes", (name, calls) -> new Value.Whole(0));
        return new Event(event.at(), event.kind(), event.pair(), event.task(), new Value.Fields(fields));
    }
}
