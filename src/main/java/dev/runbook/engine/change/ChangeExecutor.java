package dev.runbook.engine.change;

import dev.runbook.engine.TaskFailure;
import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.port.PasswordStore;
import dev.runbook.world.World;

/** What a check and a run do differently: one predicts on a world of its own, the other applies and waits. */
public interface ChangeExecutor {

    /** The world as it is now for this task; in a check, as it would be. */
    World currentWorld(TaskAttempt attempt) throws TaskFailure;

    /** The world as it was last read or predicted. */
    World lastWorld(TaskAttempt attempt) throws TaskFailure;

    /** Completes a change that has passed the gate and is journaled. */
    void apply(Change change, TaskAttempt attempt) throws TaskFailure, InterruptedException;

    /** Waits for a change that is already under way; returns whether it is done or, after all, needed. */
    Progress await(Change change, TaskAttempt attempt) throws TaskFailure, InterruptedException;

    /** Lets what a task has done, and only the journal knows, be done again. */
    void forget(TaskKey taskKey);

    /** The same for all that tasks have done. */
    void forget(TaskKeyPattern keyPattern);

    /** A program has run that they have not started, and may have made others. */
    default void noteProgramRun() {
        // Only what foresees needs to know.
    }

    /** Whether they make their calls though all around them is only foreseen. */
    default boolean actsInChecks() {
        return false;
    }

    /** Passwords given so far; in a check, those that would have been given. */
    PasswordStore vault();
}
