package dev.runbook.engine;

import dev.runbook.modules.PlanningContext;
import dev.runbook.port.Clock;
import dev.runbook.port.Ports;
import dev.runbook.port.Shell;
import dev.runbook.runbook.Task;
import java.util.Optional;
import java.util.function.Function;

/** What each task of a chain is carried out with: as the whole chain, or the other way round where the task says so. */
final class Footings {

    /** What other footings are made of. */
    record Ground(
            Gate gate,
            Clock clock,
            Redaction redaction,
            Completed completed,
            Function<Turn, Ports> ports,
            Shell shell,
            Interruption interruption) {}

    private final Footing usual;
    private final Ground ground;

    Footings(Footing usual, Ground ground) {
        this.usual = usual;
        this.ground = ground;
    }

    Footing usual() {
        return usual;
    }

    Footing of(Task task, Turn turn) throws TaskFailure {
        Optional<Boolean> wanted = task.manner().checkMode();
        boolean run = usual.sight().purpose() == PlanningContext.Purpose.RUN;
        if (run && wanted.equals(Optional.of(true))) {
            return dry(turn);
        }
        return isProbe(task) ? real() : usual;
    }

    /** Whether the task is carried out in this check, and not only predicted. */
    boolean isProbe(Task task) {
        return usual.sight().purpose() == PlanningContext.Purpose.CHECK
                && task.manner().checkMode().equals(Optional.of(false));
    }

    /** Predicts on a world that is forgotten after the task. */
    private Footing dry(Turn turn) throws TaskFailure {
        MemoryVault vault = new MemoryVault(ground.redaction());
        CheckHands hands = new CheckHands(
                usual.hands().world(turn), ground.completed().copy(), vault, Optional.of(ground.shell()));
        return new Footing(
                new Carrier(
                        ground.gate(), hands, ground.clock(), usual.carrier().course()),
                hands,
                usual.sight().as(PlanningContext.Purpose.CHECK, vault),
                true);
    }

    /** Carries out, in a check, what reaches no account. */
    private Footing real() {
        Hands hands = new OutsideHands(usual.hands(), ground.ports(), ground.interruption());
        return new Footing(
                new Carrier(
                        ground.gate(), hands, ground.clock(), usual.carrier().course()),
                hands,
                usual.sight().as(PlanningContext.Purpose.RUN, usual.hands().vault()),
                false);
    }
}
