package dev.runbook.engine.run;

import dev.runbook.engine.change.PlanGuard;
import dev.runbook.journal.EventRecord;
import dev.runbook.plan.Drift;
import dev.runbook.plan.DriftDetector;
import dev.runbook.plan.PlanCursor;
import dev.runbook.plan.PlannedCall;
import dev.runbook.plan.PlannedPair;
import dev.runbook.plan.PlannedResource;
import dev.runbook.plan.SavedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of a plan that is about one pair, held against what is known of the pair now. */
final class PairPlan {

    private final Optional<PlannedPair> planned;
    private final ResumeState resumeState;
    private final List<PlannedCall> begun;

    PairPlan(SavedPlan plan, ResumeState resumeState) {
        this.planned = plan.pair(resumeState.refresh().pair());
        this.resumeState = resumeState;
        this.begun = resumeState.callsOfPlan().orElse(List.of());
    }

    /** Where the continued refresh or the instances differ from those of the plan. */
    List<Drift> ofWorld() {
        String pair = "pair " + resumeState.refresh().pair();
        if (planned.isEmpty()) {
            return List.of(new Drift(pair, "is not in the plan"));
        }
        List<Drift> differences = new ArrayList<>();
        refresh(planned.get()).ifPresent(text -> differences.add(new Drift(pair, text)));
        differences.addAll(new DriftDetector(planned.get(), begun)
                .detectInWorld(
                        "instance", new PlannedInstances(resumeState.refresh(), resumeState.world()).resources()));
        return differences;
    }

    private Optional<String> refresh(PlannedPair pair) {
        String now = resumeState.refresh().id();
        if (pair.refresh().isEmpty()) {
            return resumeState.isResumed() && resumeState.callsOfPlan().isEmpty()
                    ? Optional.of("was to begin a new refresh when planned, and refresh " + now + " is under way now")
                    : Optional.empty();
        }
        String before = pair.refresh().get();
        return resumeState.isResumed() && before.equals(now)
                ? Optional.empty()
                : Optional.of("was to go on with refresh " + before + " when planned, which is over now");
    }

    /** Where what modules have found to exist is not as it was. */
    List<Drift> ofFindings(List<PlannedResource> found) {
        return planned.map(pair -> new DriftDetector(pair, begun).detectInWorld("bucket", found))
                .orElse(List.of());
    }

    /** Where the calls that the events announce are not the planned ones. */
    List<Drift> ofCalls(List<EventRecord<?>> events) {
        List<PlannedCall> calls = events.stream()
                .flatMap(event -> PlannedCall.from(event).stream())
                .toList();
        return planned.map(pair -> new DriftDetector(pair, begun).detectInCalls(calls))
                .orElse(List.of());
    }

    PlanGuard guard() {
        return new PlanGuard(planned.map(pair -> new PlanCursor(pair, begun)), resource -> {});
    }
}
