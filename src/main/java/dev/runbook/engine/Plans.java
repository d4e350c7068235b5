package dev.runbook.engine;

import dev.runbook.plan.PlanRecorder;
import dev.runbook.plan.SavedPlan;
import java.util.Optional;

/**
 * The plans of a run.
 *
 * @param savedPlan the plan to apply; empty for a run without {@code --plan}
 * @param recorder records what the check finds; empty without {@code --out}
 */
public record Plans(Optional<HeldPlan> savedPlan, Optional<PlanRecorder> recorder) {

    /**
     * A plan to apply.
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

    /** The digest of the plan to apply; empty without one. */
    public String digest() {
        return savedPlan.map(HeldPlan::digest).orElse("");
    }
}
