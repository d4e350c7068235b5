package dev.runbook.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tracks the position in the plan of one pair while its calls are made. Not thread-safe. */
public final class PlanCursor {

    private final PlannedPair planned;
    private final DriftDetector detector;
    private final List<PlannedCall> orderedCalls;
    private final ParallelCalls parallelCalls;
    private final List<PlannedCall> doneCalls;
    private boolean inCleanup;

    /**
     * Starts at the beginning of a plan.
     *
     * @param begun the calls that earlier runs of this plan have already started
     */
    public PlanCursor(PlannedPair planned, List<PlannedCall> begun) {
        this.planned = planned;
        this.detector = new DriftDetector(planned, begun);
        this.orderedCalls =
                planned.calls().stream().filter(call -> !call.isParallel()).toList();
        this.parallelCalls = new ParallelCalls(planned.calls());
        this.doneCalls = new ArrayList<>(orderedCalls.stream()
                .filter(call -> DriftDetector.findMatch(call, begun).isPresent())
                .toList());
    }

    /** Why the plan does not allow this call next; empty when it does. A call may be repeated until it succeeds. */
    public Optional<Drift> findDrift(PlannedCall next) {
        if (detector.isRepeat(next)) {
            return Optional.empty();
        }
        Optional<PlannedCall> match = findMatch(next);
        if (match.isEmpty()) {
            String reason = planned.isKnownWhenRun(next.task())
                    ? ": what the task does is known only when it runs"
                    : nextCall()
                            .map(call -> "; the next planned call is " + call.title())
                            .orElse("; the plan has no further calls");
            return Optional.of(new Drift(next.title(), "is not in the plan" + reason));
        }
        Optional<PlannedCall> passed = inCleanup
                ? Optional.empty()
                : orderedCalls.subList(0, orderedCalls.indexOf(match.get())).stream()
                        .filter(call ->
                                !doneCalls.contains(call) && call.condition().isEmpty())
                        .filter(call -> !match.get().mayPrecede(call))
                        .findFirst();
        return passed.map(call -> new Drift(next.title(), "is out of order: the next planned call is " + call.title()))
                .or(() -> DriftDetector.compareCall(match.get(), next).stream().findFirst());
    }

    /** Marks a call as made, or as not needed. */
    public void markDone(PlannedCall call) {
        findMatch(call).filter(match -> !doneCalls.contains(match)).ifPresent(doneCalls::add);
    }

    /** Skips the planned calls between a failed task and its cleanup. */
    public void startCleanup() {
        inCleanup = true;
    }

    /** Whether the plan allows this parallel call, at any time. */
    public boolean allowsParallel(PlannedCall call) {
        return parallelCalls.contains(call);
    }

    private Optional<PlannedCall> findMatch(PlannedCall call) {
        return DriftDetector.findMatch(call, orderedCalls);
    }

    private Optional<PlannedCall> nextCall() {
        return orderedCalls.stream().filter(call -> !doneCalls.contains(call)).findFirst();
    }
}
