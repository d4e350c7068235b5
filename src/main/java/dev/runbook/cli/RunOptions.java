package dev.runbook.cli;

import dev.runbook.engine.RunRequest;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks of a run.
 *
 * @param verbosity how many {@code -v} there are
 * @param words the whole command line, for the journal
 * @param earlier the run that is to be carried on or taken back
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

    /** Whether each call shows with its parameters. */
    boolean verbose() {
        return verbosity > 0;
    }

    /** Whether an earlier run is to be taken back. */
    boolean isRollback() {
        return wishes(RunRequest.ResumeKind.ROLL_BACK);
    }

    /** Whether what an earlier run has made is to be deleted. */
    boolean isDiscard() {
        return wishes(RunRequest.ResumeKind.DISCARD);
    }

    private boolean wishes(RunRequest.ResumeKind wish) {
        return earlier.filter(run -> run.wish() == wish).isPresent();
    }

    /**
     * What is asked for only now and then.
     *
     * @param eachTask whether to ask before each task of each pair
     * @param detailedExit whether a check with changes pending ends with an exit code of its own
     * @param diff whether to show what each change makes different
     * @param restart whether a rollback restarts the application
     */
    record Special(boolean eachTask, boolean detailedExit, boolean diff, boolean restart, Planning planning) {

        static Special none() {
            return new Special(false, false, false, true, Planning.none());
        }

        static Special withoutRestart() {
            return new Special(false, false, false, false, Planning.none());
        }

        /** Nothing but what is asked about plans. */
        Special onlyPlanning() {
            return new Special(false, false, false, true, planning);
        }
    }

    /**
     * What is asked about plans.
     *
     * @param held the one to carry out
     * @param drafting writes down what the check finds
     */
    record Planning(Optional<OpenedPlan> held, Optional<Drafting> drafting) {

        static Planning none() {
            return new Planning(Optional.empty(), Optional.empty());
        }
    }
}
