package dev.runbook.cli;

import dev.runbook.engine.RunRequest;
import java.util.List;
import java.util.Optional;

/**
 * The options of one run.
 *
 * @param verbosity the number of {@code -v}
 * @param words the whole command line, for the journal
 * @param earlier the run to resume, roll back or discard
 */
record RunOptions(
        Project.Request request,
        boolean check,
        int forks,
        boolean yes,
        int verbosity,
        Output output,
        Special special,
        List<String> words,
        Optional<RunRequest.ResumeTarget> earlier) {

    RunOptions {
        words = List.copyOf(words);
    }

    /** Whether each call is shown with its parameters. */
    boolean verbose() {
        return verbosity > 0;
    }

    /** Whether an earlier run is rolled back. */
    boolean isRollback() {
        return wishes(RunRequest.ResumeKind.ROLL_BACK);
    }

    /** Whether the instances that an earlier run has created are deleted. */
    boolean isDiscard() {
        return wishes(RunRequest.ResumeKind.DISCARD);
    }

    private boolean wishes(RunRequest.ResumeKind wish) {
        return earlier.filter(run -> run.wish() == wish).isPresent();
    }

    /**
     * The rarely used options.
     *
     * @param eachTask whether to ask before each task of each pair
     * @param detailedExit whether a check that finds pending changes has an exit code of its own
     * @param diff whether to show the settings that each change alters
     * @param restart whether a rollback restarts the application
     */
    record Special(boolean eachTask, boolean detailedExit, boolean diff, boolean restart, Planning planning) {

        static Special none() {
            return new Special(false, false, false, true, Planning.none());
        }

        static Special withoutRestart() {
            return new Special(false, false, false, false, Planning.none());
        }

        /** The options about plans only. */
        Special onlyPlanning() {
            return new Special(false, false, false, true, planning);
        }
    }

    /**
     * The options about plans.
     *
     * @param held the saved plan to apply
     * @param drafting writes the plan of a check to a file
     */
    record Planning(Optional<OpenedPlan> held, Optional<Drafting> drafting) {

        static Planning none() {
            return new Planning(Optional.empty(), Optional.empty());
        }
    }
}
