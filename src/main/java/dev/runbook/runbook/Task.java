package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One use of a module.
 *
 * @param id unique in the runbook and stable over runs: given, or made of the name
 * @param name as written; may hold expressions
 * @param module with the place of its key
 * @param arguments by name, conditions left out
 * @param conditions the arguments that are bare conditions
 * @param when all must be true
 * @param tags its own and the play's
 */
public record Task(
        String id,
        Template name,
        Node.Scalar module,
        Map<String, Template> arguments,
        Map<String, List<Expression>> conditions,
        List<Expression> when,
        Optional<Loop> loop,
        Optional<String> register,
        Map<String, Variable> vars,
        Set<String> tags,
        Optional<Retry> retry,
        Optional<Duration> timeout,
        boolean ignoreErrors,
        Map<String, Template> environment,
        Position position) {

    public Task {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        when = List.copyOf(when);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /**
     * The task once for every item of a list.
     *
     * @param label shown instead of the item
     */
    public record Loop(Template items, String variable, Optional<String> index, Optional<Template> label) {}

    /**
     * How often and how quickly a failed task is carried out again.
     *
     * @param attemptsMax counts every execution, the first included
     */
    public record Retry(int attemptsMax, Duration delay, Backoff backoff) {}

    /** How the delay grows from attempt to attempt. */
    public enum Backoff {
        CONSTANT,
        EXPONENTIAL
    }
}
