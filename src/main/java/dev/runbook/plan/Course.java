package dev.runbook.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tracks the position in the plan of one pair while its calls are made. Not thread-safe. */
public final class Course {

    private final PlannedPair planned;
    private final Comparison comparison;
    private final List<PlannedCall> ordered;
    private final SideBySide sideBySide;
    private final List<PlannedCall> settled;
    private boolean broken;

    /**
     * Starts at the beginning of a plan.
     *
     * @param begun the calls that earlier runs of this plan have already started
     */
    public Course(PlannedPair planned, List<PlannedCall> begun) {
        this.planned = planned;
        this.comparison = new Comparison(planned, begun);
        this.ordered =
                planned.calls().stream().filter(call -> !call.isSideBySide()).toList();
        this.sideBySide = new SideBySide(planned.calls());
        this.settled = new ArrayList<>(ordered.stream()
                .filter(call -> Comparison.match(call, begun).isPresent())
                .toList());
    }

    /** Why the plan does not allow this call next; empty when it does. A call may be repeated until it succeeds. */
    public Optional<Drift> objection(PlannedCall next) {
        if (comparison.repeats(next)) {
            return Optional.empty();
        }
        Optional<PlannedCall> match = match(next);
        if (match.isEmpty()) {
            String reason = planned.isOpen(next.task())
                    ? ": what the task does is known only when it runs"
                    : coming().map(call -> "; the next planned call is " + call.title()).orElse("; the plan has no further calls");
            return Optional.of(new Drift(next.title(), "is not in the plan" + reason));
        }
        Optional<PlannedCall> passed = broken
                ? Optional.empty()
                : ordered.subList(0, ordered.indexOf(match.get())).stream()
                        .filter(call ->
                                !settled.contains(call) && call.condition().isEmpty())
                        .filter(call -> !match.get().mayPass(call))
                        .findFirst();
        return passed.map(
                        call -> new Drift(next.title(), "is out of order: the next planned call is " + call.title()))
                .or(() -> Comparison.differences(match.get(), next).stream().findFirst());
    }

    /** Marks a call as made, or as not needed. */
    public void settle(PlannedCall call) {
        match(call).filter(match -> !settled.contains(match)).ifPresent(settled::add);
    }

    /** Skips the planned calls between a failed task and its cleanup. */
    public void breakOff() {
        broken = true;
    }

    /** Whether the plan allows this parallel call, at any time. */
    public boolean permits(PlannedCall call) {
        return sideBySide.has(call);
    }

    private Optional<PlannedCall> match(PlannedCall call) {
        return Comparison.match(call, ordered);
    }

    private Optional<PlannedCall> coming() {
        return ordered.stream().filter(call -> !settled.contains(call)).findFirst();
    }
}
