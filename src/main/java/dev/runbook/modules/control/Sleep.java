package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.ExternalChange;
import dev.runbook.port.Ports;
import java.time.Duration;
import java.util.Map;

/** Waits for a fixed time. */
record Sleep(Duration duration) implements ExternalChange {

    @Override
    public String key() {
        return "pause";
    }

    @Override
    public CallDescription describe() {
        return new CallDescription(
                "clock",
                "Pause",
                duration.toSeconds() + " s",
                new Value.Fields(Map.of("seconds", new Value.Whole(duration.toSeconds()))),
                "");
    }

    @Override
    public boolean isWaitOnly() {
        return true;
    }

    @Override
    public void apply(Ports ports) throws InterruptedException {
        ports.clock().sleep(duration);
    }
}
