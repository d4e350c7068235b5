package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Reference;
import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One use of a module.
 *
 * @param id unique in the runbook and stable over runs: given, or made of the name
 * @param name as written; may hold expressions
 * @param module with the place of its key
 * @param arguments by name, conditions left out, those of {@code module_defaults} included
 * @param conditions the arguments that are bare conditions
 * @param when all must be true; those of the blocks around it first
 * @param tags its own, and those of whatever it stands in
 * @param notifications the handlers to notify when the task has changed something: their ids, names or topics
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
        Map<String, Template> environment,
        ResultConditions resultConditions,
        TaskOptions options,
        List<Node.Scalar> notifications,
        TaskPlacement placement,
        Position position)
        implements PlayPart {

    public Task {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        when = List.copyOf(when);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        notifications = List.copyOf(notifications);
    }

    /** The variables that its expressions name. */
    public List<Reference> references() {
        return Stream.of(inputUses(), resultUses())
                .flatMap(uses -> uses.references().stream())
                .toList();
    }

    /** What is evaluated until it is carried out. */
    ExpressionUses inputUses() {
        List<Template> templates = new ArrayList<>(arguments.values());
        templates.addAll(environment.values());
        templates.add(name);
        options.access().ifPresent(credentials -> credentials.templates().forEach(templates::add));
        vars.values().forEach(variable -> templates.add(variable.template()));
        loop.ifPresent(each -> {
            templates.add(each.items());
            each.label().ifPresent(templates::add);
        });
        return new ExpressionUses(
                when, conditions.values().stream().flatMap(List::stream).toList(), templates);
    }

    /** What is evaluated when its result is there. */
    ExpressionUses resultUses() {
        List<Expression> verdicts = new ArrayList<>(resultConditions.failedWhen());
        verdicts.addAll(resultConditions.changedWhen());
        retry.ifPresent(again -> verdicts.addAll(again.until()));
        return new ExpressionUses(when, verdicts, List.of());
    }

    @Override
    public Stream<Task> tasks() {
        return Stream.of(this);
    }

    @Override
    public Stream<Include> includes() {
        return Stream.empty();
    }

    /** The same task with one argument more, or another value for it. */
    public Task withArgument(String argument, Template value) {
        Map<String, Template> more = new LinkedHashMap<>(arguments);
        more.put(argument, value);
        return new Task(
                id,
                name,
                module,
                more,
                conditions,
                when,
                loop,
                register,
                vars,
                tags,
                retry,
                timeout,
                environment,
                resultConditions,
                options,
                notifications,
                placement,
                position);
    }

    /**
     * The task once for every item of a list.
     *
     * @param label shown instead of the item
     * @param continueOnError whether the items after a failed one are worked on too; the task fails all the same
     */
    public record Loop(
            Template items,
            String variable,
            Optional<String> index,
            Optional<Template> label,
            boolean continueOnError) {}

    /**
     * How often and how quickly a task is carried out again.
     *
     * @param attemptsMax counts every execution, the first included
     * @param until what must hold for the task to be done; empty when it is done as soon as it has not failed
     * @param on the error codes of AWS after which a failed task is tried again; when empty, it is after every failure
     */
    public record Retry(int attemptsMax, Duration delay, Backoff backoff, List<Expression> until, Set<String> on) {
        public Retry {
            until = List.copyOf(until);
            on = Set.copyOf(on);
        }
    }

    /** How the delay grows from attempt to attempt. */
    public enum Backoff {
        CONSTANT,
        EXPONENTIAL
    }

    /**
     * What counts as failed and as changed.
     *
     * @param failedWhen takes the place of the module's own verdict, when not empty; all must be true
     * @param changedWhen the same for whether anything was changed
     */
    public record ResultConditions(List<Expression> failedWhen, List<Expression> changedWhen, boolean ignoreErrors) {
        public ResultConditions {
            failedWhen = List.copyOf(failedWhen);
            changedWhen = List.copyOf(changedWhen);
        }
    }

    /**
     * How the task is carried out.
     *
     * @param checkMode true: only predicted, in a run too; false: carried out in a check too
     * @param diff whether the differences are shown; as the command line says when empty
     * @param noLog whether what it yields is secret
     * @param runOnce whether it is done once for all pairs
     * @param throttle how many pairs may work on it at the same time
     * @param access credentials to change things with, other than the account's own
     * @param capacityTimeout how long a refusal that may pass is waited for
     */
    public record TaskOptions(
            Optional<Boolean> checkMode,
            Optional<Boolean> diff,
            boolean noLog,
            boolean runOnce,
            OptionalInt throttle,
            Optional<CredentialOverride> access,
            Optional<Duration> capacityTimeout) {}

    /**
     * Where the task stands.
     *
     * @param hasRescue whether a rescue takes over when it fails
     * @param isOptional whether a run may come to its end without it: in a rescue, in what is rescued, a handler
     * @param topics what a handler listens to besides its id and its name
     * @param critical whether a handler is carried out even when a later task has failed
     */
    public record TaskPlacement(
            Section section, boolean hasRescue, boolean isOptional, Set<String> topics, boolean critical) {
        public TaskPlacement {
            topics = Set.copyOf(topics);
        }
    }

    /** The section of a play or block. */
    public enum Section {
        TASKS,
        RESCUE,
        ALWAYS,
        HANDLERS
    }
}
