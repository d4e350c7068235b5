package dev.runbook.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The conditions that a check came to and that only a run can decide. For one chain. */
final class Decisions {

    private final Optional<String> denied;
    private final Map<String, String> open = new LinkedHashMap<>();

    private Decisions(Optional<String> denied) {
        this.denied = denied;
    }

    /** Every open condition is taken for true. */
    static Decisions allTrue() {
        return new Decisions(Optional.empty());
    }

    /** Every open condition is taken for true, but for that of one task, or of one item of its loop. */
    static Decisions without(String place) {
        return new Decisions(Optional.of(place));
    }

    /** Whether the condition is taken for true. */
    boolean take(String place, String condition) {
        open.putIfAbsent(place, condition);
        return !denied.equals(Optional.of(place));
    }

    /** The conditions by task, in the order in which the chain came to them. */
    Map<String, String> open() {
        return Collections.unmodifiableMap(open);
    }
}
