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

/** One use of a module. The accessors of the parts of its components save the callers a step. */
public record Task(
        TaskIdentity identity,
        ModuleCall call,
        TaskVariables variables,
        TaskFlow flow,
        ResultUse result,
        TaskOptions options,
        TaskPlacement placement)
        implements PlayPart {

    /**
     * How people and the journal refer to the task.
     *
     * @param id unique in the runbook and the same in every run: given, or derived from the name
     * @param name may contain expressions
     * @param tags its own, and those of the play, blocks and includes around it
     */
    public record TaskIdentity(String id, Template name, Set<String> tags, Position position) {
        public TaskIdentity {
            tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
        }
    }

    /**
     * The module and its arguments.
     *
     * @param module with the position of its key
     * @param arguments by name, without conditions, with those of {@code module_defaults}
     * @param conditions the arguments that are bare conditions
     */
    public record ModuleCall(
            Node.Scalar module, Map<String, Template> arguments, Map<String, List<Expression>> conditions) {
        public ModuleCall {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
            conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        }
    }

    /** Variables for the expressions of the task, and the environment of its programs. */
    public record TaskVariables(Map<String, Variable> vars, Map<String, Template> environment) {
        public TaskVariables {
            vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        }
    }

    /**
     * Whether and how often the task runs.
     *
     * @param when all must be true; those of the blocks around it first
     */
    public record TaskFlow(List<Expression> when, Optional<Loop> loop, Optional<Retry> retry) {
        public TaskFlow {
            when = List.copyOf(when);
        }
    }

    /**
     * How the result is judged and used.
     *
     * @param register the variable that stores it
     * @param notifications the handlers to notify after a change: their ids, names or topics
     */
    public record ResultUse(Optional<String> register, ResultConditions conditions, List<Node.Scalar> notifications) {
        public ResultUse {
            notifications = List.copyOf(notifications);
        }
    }

    public String id() {
        return identity.id();
    }

    public Template name() {
        return identity.name();
    }

    public Set<String> tags() {
        return identity.tags();
    }

    @Override
    public Position position() {
        return identity.position();
    }

    public Node.Scalar module() {
        return call.module();
    }

    public Map<String, Template> arguments() {
        return call.arguments();
    }

    public Map<String, List<Expression>> conditions() {
        return call.conditions();
    }

    public Map<String, Variable> vars() {
        return variables.vars();
    }

    public Map<String, Template> environment() {
        return variables.environment();
    }

    public List<Expression> when() {
        return flow.when();
    }

    public Optional<Loop> loop() {
        return flow.loop();
    }

    public Optional<Retry> retry() {
        return flow.retry();
    }

    public Optional<String> register() {
        return result.register();
    }

    public ResultConditions resultConditions() {
        return result.conditions();
    }

    public List<Node.Scalar> notifications() {
        return result.notifications();
    }

    public Optional<Duration> timeout() {
        return options.timeout();
    }

    /** The variables that its expressions name. */
    public List<Reference> references() {
        return Stream.of(inputUses(), resultUses())
                .flatMap(uses -> uses.references().stream())
                .toList();
    }

    /** The expressions that are evaluated before it runs. */
    ExpressionUses inputUses() {
        List<Template> templates = new ArrayList<>(arguments().values());
        templates.addAll(environment().values());
        templates.add(name());
        options.access().ifPresent(credentials -> credentials.templates().forEach(templates::add));
        vars().values().forEach(variable -> templates.add(variable.template()));
        loop().ifPresent(each -> {
            templates.add(each.items());
            each.label().ifPresent(templates::add);
        });
        return new ExpressionUses(
                when(), conditions().values().stream().flatMap(List::stream).toList(), templates);
    }

    /** The expressions that are evaluated on its result. */
    ExpressionUses resultUses() {
        List<Expression> verdicts = new ArrayList<>(resultConditions().failedWhen());
        verdicts.addAll(resultConditions().changedWhen());
        retry().ifPresent(again -> verdicts.addAll(again.until()));
        return new ExpressionUses(when(), verdicts, List.of());
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
        Map<String, Template> more = new LinkedHashMap<>(arguments());
        more.put(argument, value);
        ModuleCall changed = new ModuleCall(module(), more, conditions());
        return new Task(identity, changed, variables, flow, result, options, placement);
    }

    /**
     * Runs the task once per item of a list.
     *
     * @param label shown instead of the item
     * @param continueOnError whether the loop continues after a failed item; the task fails in both cases
     */
    public record Loop(
            Template items,
            String variable,
            Optional<String> index,
            Optional<Template> label,
            boolean continueOnError) {}

    /**
     * How often and how soon a failed task runs again.
     *
     * @param attemptsMax includes the first attempt
     * @param until must be true for the task to be done; if empty, it is done when it has not failed
     * @param on the AWS error codes after which a failed task runs again; if empty, after every failure
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
     * @param failedWhen unless empty, replaces the module's own judgement; all must be true
     * @param changedWhen the same for whether anything was changed
     */
    public record ResultConditions(List<Expression> failedWhen, List<Expression> changedWhen, boolean ignoreErrors) {
        public ResultConditions {
            failedWhen = List.copyOf(failedWhen);
            changedWhen = List.copyOf(changedWhen);
        }
    }

    /**
     * How the task runs.
     *
     * @param checkMode true: only predicted, in a run too; false: runs in a check too
     * @param diff whether the differences are shown; if empty, as the command line says
     * @param noLog whether its result is secret
     * @param runOnce whether it runs once for all pairs
     * @param throttle how many pairs may run it at the same time
     * @param access credentials other than those of the account
     * @param timeout for the whole task
     * @param capacityTimeout how long to retry while AWS lacks capacity or a limit is reached
     */
    public record TaskOptions(
            Optional<Boolean> checkMode,
            Optional<Boolean> diff,
            boolean noLog,
            boolean runOnce,
            OptionalInt throttle,
            Optional<CredentialOverride> access,
            Optional<Duration> timeout,
            Optional<Duration> capacityTimeout) {

        /** No option set. */
        static TaskOptions none() {
            return new TaskOptions(
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false,
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /**
     * Where the task is in its play.
     *
     * @param hasRescue whether a rescue handles its failure
     * @param isOptional whether a complete run may leave it out: in a rescue, in a block with a rescue, a handler
     * @param topics what a handler listens to, apart from its id and name
     * @param critical whether a handler runs even if a later task failed
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
