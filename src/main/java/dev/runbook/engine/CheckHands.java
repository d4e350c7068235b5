package dev.runbook.engine;

import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.port.Vault;
import dev.runbook.world.World;

/** Predicts changes, starting from the world that was read; touches nothing. */
final class CheckHands implements Hands {

    private final Completed completed;
    private final Vault vault;
    private World world;

    CheckHands(World world, Completed completed, Vault vault) {
        this.world = world;
        this.completed = completed;
        this.vault = vault;
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
    public void apply(Change change, Turn turn) {
        completed.begin(turn.place());
        world = change.predict(world(turn));
        if (change.settling() == Change.Settling.ONCE) {
            completed.add(turn.place(), change.key());
        }
        change.remember(vault);
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
