package dev.runbook.cli.command;

import dev.runbook.cli.OutputFormat;
import dev.runbook.cli.project.Project;
import dev.runbook.engine.RunRequest;
import java.util.List;
import java.util.Optional;

/**
 * The options of one run.
 *
 * @param words the whole command line, for the journal
 * @param resumeTarget the run to resume, roll back or discard
 */
record RunOptions(
        Project.ProjectRequest request,
        boolean check,
        int forks,
        boolean yes,
        RunDisplay display,
        RunFlags flags,
        List<String> words,
        Optional<RunRequest.ResumeTarget> resumeTarget) {

    RunOptions {
        words = List.copyOf(words);
    }

    int verbosity() {
        return display.verbosity();
    }

    OutputFormat output() {
        return display.output();
    }

    /** Whether each call is shown with its parameters. */
    boolean verbose() {
        return verbosity() > 0;
    }

    /** Whether an earlier run is rolled back. */
    boolean isRollback() {
        return hasResumeKind(RunRequest.ResumeKind.ROLL_BACK);
    }

    /** Whether the instances that an earlier run has created are deleted. */
    boolean isDiscard() {
        return hasResumeKind(RunRequest.ResumeKind.DISCARD);
    }

    private boolean hasResumeKind(RunRequest.ResumeKind wish) {
        return resumeTarget.filter(run -> run.wish() == wish).isPresent();
    }

    /**
     * How the run is shown.
     *
     * @param verbosity the number of {@code -v}
     */
    record RunDisplay(int verbosity, OutputFormat output) {}

    /**
     * The rarely used options.
     *
     * @param stepMode whether to ask before each task of each pair
     * @param detailedExit whether a check that finds pending changes has an exit code of its own
     * @param diff whether to show the settings that each change alters
     * @param restart whether a rollback restarts the application
     */
    record RunFlags(boolean stepMode, boolean detailedExit, boolean diff, boolean restart, PlanFiles planFiles) {

        static RunFlags none() {
            return new RunFlags(false, false, false, true, PlanFiles.none());
        }

        static RunFlags withoutRestart() {
            return new RunFlags(false, false, false, false, PlanFiles.none());
        }

        /** The options about plans only. */
        RunFlags planFilesOnly() {
            return new RunFlags(false, false, false, true, planFiles);
        }
    }

    /**
     * The options about plans.
     *
     * @param savedPlan the saved plan to apply
     * @param writer writes the plan of a check to a file
     */
    record PlanFiles(Optional<PlanFile> savedPlan, Optional<PlanFileWriter> writer) {

        static PlanFiles none() {
            return new PlanFiles(Optional.empty(), Optional.empty());
        }
    }
}
