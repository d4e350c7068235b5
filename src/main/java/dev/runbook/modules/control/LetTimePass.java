package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.Change;
import dev.runbook.modules.Description;
import dev.runbook.modules.Permission;
import dev.runbook.modules.Progress;
import dev.runbook.modules.Subject;
import dev.runbook.port.Ports;
import dev.runbook.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Waits for a fixed time. */
record LetTimePass(Duration duration) implements Change {

    @Override
    public String key() {
        return "pause";
    }

    @Override
    public Description describe() {
        return new Description(
                "clock",
                "Pause",
                duration.toSeconds() + " s",
                new Value.Fields(Map.of("seconds", new Value.Whole(duration.toSeconds()))),
                "");
    }

    @Override
    public Subject subject() {
        return new Subject.Outside();
    }

    @Override
    public Progress progress(World world) {
        return Progress.needed();
    }

    @Override
    public World predict(World world) {
        return world;
    }

    @Override
    public List<Permission> permissions() {
        return List.of();
    }

    @Override
    public Settling settling() {
        return Settling.ONCE;
    }

    @Override
    public void apply(Ports ports) throws InterruptedException {
        ports.clock().sleep(duration);
    }
}
