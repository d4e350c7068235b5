package dev.runbook.cli.command;

import dev.runbook.cli.RefusedException;
import dev.runbook.cli.UsageException;
import dev.runbook.cli.project.ExtraVarValues;
import dev.runbook.cli.project.Launcher;
import dev.runbook.cli.project.MissingSecrets;
import dev.runbook.cli.project.ProcessContext;
import dev.runbook.cli.project.Project;
import dev.runbook.cli.project.ProjectFileFinder;
import dev.runbook.cli.project.RecordedCommand;
import dev.runbook.engine.RunRequest;
import dev.runbook.journal.RecordedRun;
import dev.runbook.journal.RunArchive;
import dev.runbook.journal.RunFolders;
import dev.runbook.journal.RunLineage;
import dev.runbook.yaml.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.ParameterException;

/**
 * A recorded run that a command resumes, rolls back or discards.
 *
 * @param context the context of the current process
 * @param retryCommand the words after {@code runbook} that repeat the current command
 */
record PreviousRun(ProcessContext context, RecordedRun run, String retryCommand) {

    /**
     * Finds a run; refuses one that is still running.
     *
     * @param verb the command that uses it
     * @param word its id, the start of its id, or {@code last}
     */
    static PreviousRun find(ProcessContext context, String verb, String word) throws UsageException, IOException {
        RunArchive archive = HistoryCommand.archive(context);
        RecordedRun run = new RunFinder(archive).read(word);
        if (archive.isRunning(run)) {
            throw new UsageException(
                    "run " + run.id() + " is still running"
                            + run.owner().map(owner -> ": " + owner).orElse(""),
                    "wait for it to end, or stop that process");
        }
        return new PreviousRun(context, run, verb + " " + run.id());
    }

    /** The context with the folder in which the run was started and the current state folder. */
    ProcessContext startEnvironment() throws UsageException {
        Path folder = Path.of(run.folder());
        if (!Files.isDirectory(folder)) {
            throw new UsageException(
                    "the folder that run " + run.id() + " was started in is gone: " + folder,
                    "put it back, or run the runbook again from where it is now");
        }
        return context.in(folder);
    }

    /** Refuses a run that is finished or that cannot be resumed. */
    void requireResumable() throws UsageException, IOException {
        RunLineage lineage = new RunLineage(new RunFolders(context.state()).readRuns());
        Optional<RunLineage.Obstacle> obstacle = lineage.findObstacle(run);
        if (obstacle.isPresent()) {
            throw new UsageException(
                    obstacle.get().reason(),
                    obstacle.get()
                            .successor()
                            .map(later -> "'runbook show " + later + "' shows how that run ended")
                            .orElse("'runbook run' starts a new refresh"));
        }
    }

    /**
     * The run that a rollback or a discard undoes; for every other run itself.
     */
    PreviousRun original() throws IOException {
        return run.undoTarget().isPresent()
                ? new PreviousRun(
                                context,
                                HistoryCommand.archive(context)
                                        .run(run.undoTarget().get()),
                                retryCommand)
                        .original()
                : this;
    }

    /**
     * The options of the run, with the runbook and inventory files that it used.
     *
     * @param vars the values of {@code -e} of the current command
     */
    RunOptions options(List<String> vars, RunRequest.ResumeKind wish)
            throws UsageException, RefusedException, ProblemException {
        RecordedCommand command = new RecordedCommand(command(wish));
        parse(command.words());
        Set<String> now = names(vars);
        MissingSecrets missingSecrets = missingSecrets(command, now);
        if (wish == RunRequest.ResumeKind.RESUME) {
            requireReadableNames(command);
            missingSecrets.requireNone(name -> true);
        }
        List<String> words = command.withExtraVars(vars, now);
        RunRunbookCommand verb = parse(words);
        RunOptions recorded = verb.runOptions(words, verb.planFiles());
        Project.ProjectRequest asked = recorded.request();
        Project.ProjectRequest pinned = new Project.ProjectRequest(
                wish == RunRequest.ResumeKind.RESUME
                        ? requireFile("runbook", run.files().runbookPath())
                        : run.files().runbookPath(),
                Optional.of(requireFile("inventory", run.files().inventoryPath())),
                asked.limit(),
                asked.vars(),
                missingSecrets,
                asked.taskSelection());
        return new RunOptions(
                pinned,
                false,
                recorded.forks(),
                recorded.yes(),
                recorded.display(),
                recorded.flags(),
                words,
                Optional.of(new RunRequest.ResumeTarget(run.id(), wish)));
    }

    /**
     * The words of the run's command, with these values of {@code -e} in place of the masked ones.
     *
     * @throws UsageException when a masked secret is not given
     */
    List<String> completeCommand(List<String> vars) throws UsageException {
        RecordedCommand command = new RecordedCommand(run.command());
        requireReadableNames(command);
        Set<String> now = names(vars);
        missingSecrets(command, now).requireNone(name -> true);
        return command.withExtraVars(vars, now);
    }

    private Set<String> names(List<String> vars) throws UsageException {
        return ExtraVarValues.places(vars, new ProjectFileFinder(startEnvironment()))
                .keySet();
    }

    private MissingSecrets missingSecrets(RecordedCommand command, Set<String> now) {
        Set<String> absent = new TreeSet<>(command.secrets());
        absent.removeAll(now);
        return new MissingSecrets(absent, run.id(), retryCommand);
    }

    private void requireReadableNames(RecordedCommand command) throws UsageException {
        if (command.isIllegible()) {
            throw new UsageException(
                    "run " + run.id() + " was given values with -e that the journal masks completely, names included",
                    "repeat the command that started it, with the same values: it continues the run, too");
        }
    }

    /** Parses the words with this version of the command; the secrets of the current command never show in a message. */
    private RunRunbookCommand parse(List<String> words) throws UsageException {
        RunRunbookCommand verb = new RunRunbookCommand(startEnvironment());
        try {
            Main.commandLine(verb).parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UsageException(
                    "this version cannot parse the command of run " + run.id() + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "it was: runbook " + Launcher.quoteForShell(run.command()));
        }
        return verb;
    }

    /** The command of the run. A run of a plan is undone without the plan, because its file may be gone. */
    private List<String> command(RunRequest.ResumeKind wish) {
        return wish != RunRequest.ResumeKind.RESUME && run.plan().isPresent()
                ? List.of(
                        "run",
                        run.files().runbookPath(),
                        "-i",
                        run.files().inventoryPath(),
                        "-l",
                        String.join(",", run.pairs()))
                : run.command();
    }

    private String requireFile(String what, String path) throws UsageException {
        if (!Files.exists(Path.of(path))) {
            throw new UsageException(
                    "the " + what + " of run " + run.id() + " is gone: " + path,
                    "put it back; runs of another " + what + " do not continue each other");
        }
        return path;
    }
}
