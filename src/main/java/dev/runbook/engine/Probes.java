package dev.runbook.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How the tasks of a pair have ended that a check carries out: once, however many ways of the runbook it looks at. For one thread. */
final class Probes {

    private final Map<String, TaskEnd> ends = new HashMap<>();

    Optional<TaskEnd> end(TaskPlace place) {
        return Optional.ofNullable(ends.get(place.key()));
    }

    /** A task that has reached nothing outside may be worked on again: it may have set variables. */
    void keep(TaskPlace place, TaskEnd end) {
        if (end.changes() > 0 || end.failure().isPresent()) {
            ends.put(place.key(), end);
        }
    }
}
