package dev.runbook.engine.change;

import dev.runbook.engine.TaskFailure;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.PasswordStore;
import dev.runbook.port.Shell;
import dev.runbook.world.World;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Predicts changes, starting from the world that was read; touches nothing. */
public final class PredictingExecutor implements ChangeExecutor {

    private final CompletedChanges completedChanges;
    private final PasswordStore passwords;
    private final Optional<Shell> shell;
    private final Set<Subject.TargetBucket> written = new LinkedHashSet<>();
    private World world;
    private boolean programsRun;

    /**
     * An executor that starts from a world.
     *
     * @param shell asked what programs there are; empty when one that is missing hinders nothing
     */
    public PredictingExecutor(
            World world, CompletedChanges completedChanges, PasswordStore passwords, Optional<Shell> shell) {
        this.world = world;
        this.completedChanges = completedChanges;
        this.passwords = passwords;
        this.shell = shell;
    }

    /** The parts of buckets that were written in what was predicted so far. */
    public Set<Subject.TargetBucket> writtenBuckets() {
        return Collections.unmodifiableSet(written);
    }

    /** What exists after all that was predicted so far. */
    public World predictedWorld() {
        return world;
    }

    @Override
    public World currentWorld(TaskAttempt attempt) {
        return completedChanges.visibleTo(world, attempt.taskKey());
    }

    @Override
    public World lastWorld(TaskAttempt attempt) {
        return currentWorld(attempt);
    }

    @Override
    public void apply(Change change, TaskAttempt attempt) throws TaskFailure {
        checkPrograms(change);
        if (change.subject() instanceof Subject.TargetBucket bucket) {
            written.add(bucket);
        }
        completedChanges.startTask(attempt.taskKey());
        world = change.predict(currentWorld(attempt));
        if (change.completionMode() == Change.CompletionMode.ONCE) {
            completedChanges.add(attempt.taskKey(), change.key());
        }
        change.storePassword(passwords);
    }

    /** A program that is not there now may be made by one that runs before it. */
    private void checkPrograms(Change change) throws TaskFailure {
        Optional<String> hindrance = programsRun ? Optional.empty() : shell.flatMap(change::startProblem);
        if (hindrance.isPresent()) {
            CallDescription call = change.describe();
            throw TaskFailure.failure(
                    call.service() + ":" + call.subject() + ": " + hindrance.get(),
                    "repair that first; a relative path begins in 'folder', and a relative folder where runbook was started");
        }
        programsRun |= change.completionMode() == Change.CompletionMode.ONCE && change.runsProgram();
    }

    @Override
    public void noteProgramRun() {
        programsRun = true;
    }

    @Override
    public Progress await(Change change, TaskAttempt attempt) {
        world = change.predict(currentWorld(attempt));
        return Progress.done();
    }

    @Override
    public void forget(TaskKey taskKey) {
        completedChanges.remove(taskKey);
    }

    @Override
    public void forget(TaskKeyPattern keyPattern) {
        completedChanges.remove(keyPattern);
    }

    @Override
    public PasswordStore vault() {
        return passwords;
    }
}
