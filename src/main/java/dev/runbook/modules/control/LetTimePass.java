package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.Description;
import dev.runbook.modules.OutsideChange;
import dev.runbook.port.Ports;
import java.time.Duration;
import java.util.Map;

/** Waits for a fixed time. */
record LetTimePass(Duration duration) implements OutsideChange {

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
    public boolean onlyWaits() {
        return true;
    }

    @Override
    public void apply(Ports ports) throws InterruptedException {
        ports.clock().sleep(duration);
    }
}
