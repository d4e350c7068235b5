package dev.runbook.engine.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The conditions of a check that only a run can decide. For one prediction. */
public final class AssumedConditions {

    private final Optional<String> denied;
    private final Map<String, String> open = new LinkedHashMap<>();

    private AssumedConditions(Optional<String> denied) {
        this.denied = denied;
    }

    /** Every open condition is taken for true. */
    public static AssumedConditions allTrue() {
        return new AssumedConditions(Optional.empty());
    }

    /** Every open condition is taken for true, but for that of one task, or of one item of its loop. */
    public static AssumedConditions allTrueExcept(String place) {
        return new AssumedConditions(Optional.of(place));
    }

    /** Whether the condition is taken for true. */
    boolean assume(String place, String condition) {
        open.putIfAbsent(place, condition);
        return !denied.equals(Optional.of(place));
    }

    /** The conditions by task, in the order of evaluation. */
    public Map<String, String> open() {
        return Collections.unmodifiableMap(open);
    }
}
