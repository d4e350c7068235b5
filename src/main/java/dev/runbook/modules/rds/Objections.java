package dev.runbook.modules.rds;

import dev.runbook.modules.ModuleException;
import java.util.ArrayList;
import java.util.List;

/** Collects the problems that prevent a task, so that one attempt reports all of them. */
final class Objections {

    private final List<String> messages = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();
    private boolean refusal;

    void add(String message, String whatToDo) {
        messages.add(message);
        advice.add(whatToDo);
    }

    /** Adds a problem that could violate a safety guarantee if it were ignored: the task is refused. */
    void addRefusal(String message, String whatToDo) {
        refusal = true;
        add(message, whatToDo);
    }

    /** @throws ModuleException if there is a problem; of the kind REFUSED if one of them is a refusal */
    void throwIfAny() throws ModuleException {
        if (messages.isEmpty()) {
            return;
        }
        String message = String.join("\n", messages);
        String whatToDo = String.join("\n", advice);
        throw refusal ? ModuleException.refusal(message, whatToDo) : ModuleException.failure(message, whatToDo);
    }
}
