package dev.runbook.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A resource that existed when the plan was made, with the fields that the plan depends on.
 *
 * @param kind {@code instance} or {@code bucket}
 * @param name unique within the kind
 */
public record PlannedResource(String kind, String name, Map<String, String> fields) {

    public PlannedResource {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** {@code instance mitosis-demo}. */
    public String title() {
        return kind + " " + name;
    }
}
