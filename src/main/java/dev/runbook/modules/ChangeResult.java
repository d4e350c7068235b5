package dev.runbook.modules;

import dev.runbook.expression.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values that a change sets while it is applied, for the result of its task; unknown until then. */
public final class ChangeResult {

    private final Map<String, Value> parts = new LinkedHashMap<>();

    /** @param names the keys of the result, in order */
    public ChangeResult(String... names) {
        for (String name : names) {
            parts.put(name, new Value.Unknown(name));
        }
    }

    public synchronized void set(String name, Value value) {
        if (parts.replace(name, value) == null) {
            throw new IllegalStateException("no part '" + name + "' among " + parts.keySet());
        }
    }

    public synchronized Value.Fields fields() {
        return new Value.Fields(parts);
    }
}
