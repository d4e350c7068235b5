package dev.runbook.modules.rds;

import dev.runbook.modules.ModuleException;
import java.util.ArrayList;
import java.util.List;

/** Collects everything that stands in the way, so that one attempt names it all. */
final class Findings {

    private final List<String> messages = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();
    private boolean refusal;

    void add(String message, String whatToDo) {
        messages.add(message);
        advice.add(whatToDo);
    }

    /** Adds one that could break a promise if it were passed over. */
    void refuse(String message, String whatToDo) {
        refusal = true;
        add(message, whatToDo);
    }

    void throwIfAny() throws ModuleException {
        if (messages.isEmpty()) {
            return;
        }
        String message = String.join("\n", messages);
        String whatToDo = String.join("\n", advice);
        throw refusal ? ModuleException.refused(message, whatToDo) : ModuleException.failed(message, whatToDo);
    }
}
