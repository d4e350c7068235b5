package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.Description;
import dev.runbook.modules.Digest;
import dev.runbook.modules.OutsideChange;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Ports;
import java.util.List;
import java.util.Map;

/** Asks the user whether to continue. */
record AskApproval(String question) implements OutsideChange {

    @Override
    public String key() {
        return "approval " + Digest.of(List.of(question));
    }

    @Override
    public Description describe() {
        return new Description(
                "person", "Ask", question, new Value.Fields(Map.of("question", new Value.Text(question))), "");
    }

    @Override
    public boolean onlyWaits() {
        return true;
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        if (!ports.approval().granted(question)) {
            throw new PortException(Kind.UNANSWERED, "approval", "the answer was no");
        }
    }
}
