package dev.runbook.cli;

import java.util.List;
import java.util.Optional;

/**
 * What the command line asks of a run.
 *
 * @param words the whole command line, to be shown to whoever wants to continue
 */
record RunOptions(
        Project.Request request,
        boolean check,
        int forks,
        boolean yes,
        boolean verbose,
        Output output,
        Special special,
        List<String> words) {

    RunOptions {
        words = List.copyOf(words);
    }

    /**
     * What is asked for only now and then.
     *
     * @param eachTask whether to ask before each task of each pair
     * @param detailedExit whether a check with changes pending ends with an exit code of its own
     * @param diff whether to show what each change makes different
     */
    record Special(boolean eachTask, boolean detailedExit, boolean diff, Planning planning) {}

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
