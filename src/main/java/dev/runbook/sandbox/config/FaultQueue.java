package dev.runbook.sandbox.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are still to happen, in the order they were asked for. */
public final class FaultQueue {

    private final List<InjectedFault> faults = new ArrayList<>();

    /** Orders a fault. */
    public synchronized void add(InjectedFault fault) {
        faults.add(fault);
    }

    /** Forgets every fault that has not happened yet. */
    public synchronized void clear() {
        faults.clear();
    }

    public synchronized List<InjectedFault> pendingFaults() {
        return List.copyOf(faults);
    }

    /** The fault that happens to this request now, counted as used. */
    public synchronized Optional<InjectedFault> take(String action, String instance) {
        for (int i = 0; i < faults.size(); i++) {
            var fault = faults.get(i);
            if (fault.matches(action, instance)) {
                var rest = fault.countDown();
                if (rest.times() > 0) {
                    faults.set(i, rest);
                } else {
                    faults.remove(i);
                }
                return fault.skip() > 0 ? Optional.empty() : Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
