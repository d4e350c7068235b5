package dev.runbook.engine;

import dev.runbook.expression.Value;
import dev.runbook.inventory.Inventory;
import dev.runbook.inventory.Pair;
import dev.runbook.journal.RunRelation;
import dev.runbook.runbook.Runbook;
import dev.runbook.runbook.Selection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to run.
 *
 * @param pairs the selected ones; a play's pattern may narrow them further
 */
public record RunRequest(Runbook runbook, Inventory inventory, List<Pair> pairs, Options options, Places places) {

    public RunRequest {
        pairs = List.copyOf(pairs);
    }

    /**
     * The same request for another runbook, of which only some tasks run.
     *
     * @param tasks their ids
     */
    public RunRequest running(Runbook other, Set<String> tasks) {
        Options only = new Options(
                options.check(),
                options.forks(),
                Selection.only(other, tasks),
                options.diff(),
                options.extraVars(),
                options.prompted());
        return new RunRequest(other, inventory, pairs, only, places);
    }

    /**
     * How to run it.
     *
     * @param check whether everything is only predicted
     * @param forks how many pairs are worked on at the same time
     * @param diff whether the differences that changes make are shown
     * @param extraVars what {@code -e} gives
     * @param prompted what a person has answered to the prompts of plays
     */
    public record Options(
            boolean check,
            int forks,
            Selection selection,
            boolean diff,
            Map<String, Value> extraVars,
            Map<String, Value> prompted) {
        public Options {
            extraVars = Map.copyOf(extraVars);
            prompted = Map.copyOf(prompted);
        }
    }

    /** The canonical paths of a runbook and its inventory, independent of the current folder. */
    public record ProjectFilePaths(Path runbook, Path inventory) {}

    /**
     * The command line, so that the journal alone is enough to show and resume the run.
     *
     * @param words those after {@code runbook}
     * @param folder where it was started
     * @param earlier the run that is to be carried on or taken back; empty when the latest refresh counts
     */
    public record CommandLine(List<String> words, Path folder, Optional<ResumeTarget> earlier) {
        public CommandLine {
            words = List.copyOf(words);
        }

        /** Whether an earlier run is to be taken back. */
        public boolean isRollback() {
            return wishes(ResumeKind.ROLL_BACK);
        }

        /** Whether what an earlier run has made is to be deleted. */
        public boolean isDiscard() {
            return wishes(ResumeKind.DISCARD);
        }

        private boolean wishes(ResumeKind wish) {
            return earlier.filter(run -> run.wish() == wish).isPresent();
        }
    }

    /** An earlier run, and what is to become of it. */
    public record ResumeTarget(String run, ResumeKind wish) {}

    /** What can become of an earlier run. */
    public enum ResumeKind {
        RESUME(RunRelation.RESUMES),
        ROLL_BACK(RunRelation.ROLLS_BACK),
        DISCARD(RunRelation.DISCARDS);

        private final RunRelation relation;

        ResumeKind(RunRelation relation) {
            this.relation = relation;
        }

        /** What the new run is to the earlier one, as events say it. */
        public RunRelation relation() {
            return relation;
        }
    }

    /**
     * Where things lie, and where the request comes from.
     *
     * @param inventory the inventory's name, for reports
     * @param project the real paths of the runbook and the inventory: earlier runs of the same are known by them
     * @param runbookFolder where paths in arguments start
     * @param root the project's folder, where they start otherwise
     * @param state the folder for journals and leases
     */
    public record Places(
            String inventory,
            ProjectFilePaths project,
            Path runbookFolder,
            Path root,
            Path state,
            CommandLine command) {}
}
