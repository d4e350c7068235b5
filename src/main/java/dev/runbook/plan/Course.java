package dev.runbook.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a plan call by call while it is carried out. For one pair, on one thread. */
public final class Course {

    private final PlannedPair planned;
    private final Comparison comparison;
    private final List<PlannedCall> ordered;
    private final SideBySide sideBySide;
    private final List<PlannedCall> settled;
    private boolean broken;

    /**
     * At the start of a plan.
     *
     * @param begun the calls that earlier runs of this plan have made or begun
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

    /** Why a call must not be made next; empty when the plan has it there. A call may be made again until it has succeeded. */
    public Optional<Drift> objection(PlannedCall next) {
        if (comparison.repeats(next)) {
            return Optional.empty();
        }
        Optional<PlannedCall> match = match(next);
        if (match.isEmpty()) {
            String reason = planned.isOpen(next.task())
                    ? ": what the task does is known only when it runs"
                    : coming().map(call -> "; its next call is " + call.title()).orElse("; it is at its end");
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
                        call -> new Drift(next.title(), "comes before its turn: first in the plan is " + call.title()))
                .or(() -> Comparison.differences(match.get(), next).stream().findFirst());
    }

    /** The call has been made, or what it is for was there already. */
    public void settle(PlannedCall call) {
        match(call).filter(match -> !settled.contains(match)).ifPresent(settled::add);
    }

    /** A task has failed, and what tidies up behind it comes next: planned calls on the way there are passed over. */
    public void breakOff() {
        broken = true;
    }

    /** Whether a call may be made that has no place in an order. */
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
