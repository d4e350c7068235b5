package dev.runbook.modules.control;

import dev.runbook.expression.Value;
import dev.runbook.modules.CallDescription;
import dev.runbook.modules.ChangeKeyDigest;
import dev.runbook.modules.ExternalChange;
import dev.runbook.port.PortException;
import dev.runbook.port.PortException.Kind;
import dev.runbook.port.Ports;
import java.util.List;
import java.util.Map;

/** Asks the user whether to continue. */
record AskApproval(String question) implements ExternalChange {

    @Override
    public String key() {
        return "approval " + ChangeKeyDigest.of(List.of(question));
    }

    @Override
    public CallDescription describe() {
        return new CallDescription(
                "person", "Ask", question, new Value.Fields(Map.of("question", new Value.Text(question))), "");
    }

    @Override
    public boolean isWaitOnly() {
        return true;
    }

    @Override
    public void apply(Ports ports) throws PortException, InterruptedException {
        if (!ports.approval().isGranted(question)) {
            throw new PortException(Kind.UNANSWERED, "approval", "the answer was no");
        }
    }
}
