package dev.runbook.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are still to happen, in the order they were asked for. */
public final class Faults {

    private final List<Fault> waiting = new ArrayList<>();

    /** Orders a fault. */
    public synchronized void add(Fault fault) {
        waiting.add(fault);
    }

    /** Forgets every fault that has not happened yet. */
    public synchronized void clear() {
        waiting.clear();
    }

    synchronized List<Fault> waiting() {
        return List.copyOf(waiting);
    }

    /** The fault that happens to this request now, counted as used. */
    synchronized Optional<Fault> next(String action, String instance) {
        for (int i = 0; i < waiting.size(); i++) {
            var fault = waiting.get(i);
            if (fault.matches(action, instance)) {
                var rest = fault.used();
                if (rest.times() > 0) {
                    waiting.set(i, rest);
                } else {
                    waiting.remove(i);
                }
                return fault.after() > 0 ? Optional.empty() : Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
