package dev.runbook.engine;

import dev.runbook.plan.Draft;
import dev.runbook.plan.SavedPlan;
import java.util.Optional;

/**
 * The plans of a run.
 *
 * @param held the one that the run is held to; empty when it does what its runbook says
 * @param draft takes down what the check finds; empty when nobody wants to keep it
 */
public record Plans(Optional<Held> held, Optional<Draft> draft) {

    /**
     * A plan to be carried out.
     *
     * @param digest of its file, by which later runs know it again
     */
    public record Held(SavedPlan plan, String digest) {}

    public static Plans none() {
        return new Plans(Optional.empty(), Optional.empty());
    }

    public static Plans heldTo(SavedPlan plan, String digest) {
        return new Plans(Optional.of(new Held(plan, digest)), Optional.empty());
    }

    public static Plans drawnUp(Draft draft) {
        return new Plans(Optional.empty(), Optional.of(draft));
    }

    /** The digest of the plan that the run is held to; empty without one. */
    String digest() {
        return held.map(Held::digest).orElse("");
    }
}
