package dev.runbook.engine;

import dev.runbook.plan.PlanRecorder;
import dev.runbook.plan.SavedPlan;
import java.util.Optional;

/**
 * The plans of a run.
 *
 * @param savedPlan the one that the run is held to; empty when it does what its runbook says
 * @param recorder takes down what the check finds; empty when nobody wants to keep it
 */
public record Plans(Optional<HeldPlan> savedPlan, Optional<PlanRecorder> recorder) {

    /**
     * A plan to be carried out.
     *
     * @param digest of its file, by which later runs know it again
     */
    public record HeldPlan(SavedPlan plan, String digest) {}

    public static Plans none() {
        return new Plans(Optional.empty(), Optional.empty());
    }

    public static Plans forRun(SavedPlan plan, String digest) {
        return new Plans(Optional.of(new HeldPlan(plan, digest)), Optional.empty());
    }

    public static Plans forRecorder(PlanRecorder recorder) {
        return new Plans(Optional.empty(), Optional.of(recorder));
    }

    /** The digest of the plan that the run is held to; empty without one. */
    public String digest() {
        return savedPlan.map(HeldPlan::digest).orElse("");
    }
}
