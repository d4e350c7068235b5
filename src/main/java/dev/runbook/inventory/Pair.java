package dev.runbook.inventory;

import dev.runbook.expression.Variable;
import dev.runbook.yaml.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A source and the target that is refreshed from it.
 *
 * @param targetBuckets buckets that tasks may write in addition to the targets of the copies
 */
public record Pair(
        String name,
        Side source,
        Side target,
        Map<String, Variable> vars,
        List<Copy> copies,
        List<Copy.Location> targetBuckets,
        Position position) {

    public Pair {
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        copies = List.copyOf(copies);
        targetBuckets = List.copyOf(targetBuckets);
    }
}
