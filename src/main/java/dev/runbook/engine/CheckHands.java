package dev.runbook.engine;

import dev.runbook.modules.CallDescription;
import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.Shell;
import dev.runbook.port.Vault;
import dev.runbook.world.World;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Predicts changes, starting from the world that was read; touches nothing. */
final class CheckHands implements Hands {

    private final Completed completed;
    private final Vault vault;
    private final Optional<Shell> shell;
    private final Set<Subject.TargetBucket> written = new LinkedHashSet<>();
    private World world;
    private boolean programsRun;

    /** @param shell asked what programs there are; empty when one that is missing hinders nothing */
    CheckHands(World world, Completed completed, Vault vault, Optional<Shell> shell) {
        this.world = world;
        this.completed = completed;
        this.vault = vault;
        this.shell = shell;
    }

    /** The parts of buckets that were written in what was predicted so far. */
    Set<Subject.TargetBucket> written() {
        return Collections.unmodifiableSet(written);
    }

    /** What exists after all that was predicted so far. */
    World foreseen() {
        return world;
    }

    @Override
    public World world(Turn turn) {
        return completed.scope(world, turn.place());
    }

    @Override
    public World seen(Turn turn) {
        return world(turn);
    }

    @Override
    public void apply(Change change, Turn turn) throws TaskFailure {
        judge(change);
        if (change.subject() instanceof Subject.TargetBucket bucket) {
            written.add(bucket);
        }
        completed.begin(turn.place());
        world = change.predict(world(turn));
        if (change.completionMode() == Change.CompletionMode.ONCE) {
            completed.add(turn.place(), change.key());
        }
        change.storePassword(vault);
    }

    /** A program that is not there now may be made by one that runs before it. */
    private void judge(Change change) throws TaskFailure {
        Optional<String> hindrance = programsRun ? Optional.empty() : shell.flatMap(change::startProblem);
        if (hindrance.isPresent()) {
            CallDescription call = change.describe();
            throw TaskFailure.failed(
                    call.service() + ":" + call.subject() + ": " + hindrance.get(),
                    "repair that first; a relative path begins in 'folder', and a relative folder where runbook was started");
        }
        programsRun |= change.completionMode() == Change.CompletionMode.ONCE && change.runsProgram();
    }

    @Override
    public void programRan() {
        programsRun = true;
    }

    @Override
    public Progress await(Change change, Turn turn) {
        world = change.predict(world(turn));
        return Progress.done();
    }

    @Override
    public void forget(TaskPlace place) {
        completed.remove(place);
    }

    @Override
    public void forget(Doings doings) {
        completed.remove(doings);
    }

    @Override
    public Vault vault() {
        return vault;
    }
}
