package dev.runbook.runbook;

import dev.runbook.expression.Variable;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tasks for some pairs.
 *
 * @param pairs the pattern that names them; {@code all} when the play does not say
 * @param vars of the play and of its {@code vars_files}
 */
public record Play(
        String name,
        Node.Scalar pairs,
        Map<String, Variable> vars,
        Set<String> tags,
        boolean anyErrorsFatal,
        List<Task> tasks,
        Position position) {

    public Play {
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        tags = Collections.unmodifiableSet(new java.util.LinkedHashSet<>(tags));
        tasks = List.copyOf(tasks);
    }
}
