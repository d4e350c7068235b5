package dev.runbook.engine;

import dev.runbook.modules.Change;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.PortException;
import dev.runbook.port.Ports;
import dev.runbook.port.Vault;
import dev.runbook.world.World;
import java.util.function.Function;

/** Carries out, in a check, what a task with {@code check_mode: false} does outside of AWS; all else stays predicted. */
record OutsideHands(Hands predicting, Function<Turn, Ports> ports, Interruption interruption) implements Hands {

    @Override
    public World world(Turn turn) throws TaskFailure {
        return predicting.world(turn);
    }

    @Override
    public World seen(Turn turn) throws TaskFailure {
        return predicting.seen(turn);
    }

    @Override
    public void apply(Change change, Turn turn) throws TaskFailure, InterruptedException {
        if (!(change.subject() instanceof Subject.External)) {
            throw new IllegalStateException(
                    "a check never carries out " + change.describe().action());
        }
        try {
            Alarm.carryOut(change, turn, ports.apply(turn), interruption);
        } catch (PortException e) {
            throw TaskFailure.of(e);
        }
        predicting.programRan();
        predicting.apply(change, turn);
    }

    @Override
    public Progress await(Change change, Turn turn) throws TaskFailure, InterruptedException {
        return predicting.await(change, turn);
    }

    @Override
    public void forget(TaskPlace place) {
        predicting.forget(place);
    }

    @Override
    public void forget(Doings doings) {
        predicting.forget(doings);
    }

    @Override
    public void programRan() {
        predicting.programRan();
    }

    @Override
    public boolean actInChecks() {
        return true;
    }

    @Override
    public Vault vault() {
        return predicting.vault();
    }
}
