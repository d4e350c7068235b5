package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
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

/**
 * The keywords that a play or block passes to its tasks. Lists and mappings are added to on the way inwards; of a single value
 * the innermost counts.
 *
 * @param defaults arguments by module
 */
record InheritedKeywords(
        Set<String> tags,
        List<Expression> when,
        Map<String, Variable> vars,
        Map<String, Template> environment,
        Map<String, Node.Mapping> defaults,
        List<Node.Scalar> notifications,
        Optional<Boolean> ignoreErrors,
        Task.TaskOptions options) {

    InheritedKeywords {
        tags = Collections.unmodifiableSet(new LinkedHashSet<>(tags));
        when = List.copyOf(when);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
        notifications = List.copyOf(notifications);
    }

    static InheritedKeywords empty() {
        return new InheritedKeywords(
                Set.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                Task.TaskOptions.none());
    }

    /** What a play passes on. Its variables are a level of their own and stay with it. */
    InheritedKeywords ofPlay(MappingReader reader, ModuleDefaults moduleDefaults, Problems problems) {
        return new InheritedKeywords(
                tags(reader),
                when,
                vars,
                environment(reader, problems),
                defaults(reader, moduleDefaults),
                notifications,
                ignoreErrors,
                options(reader, Optional.empty(), problems));
    }

    /** The keywords of a task or block, added to those it inherits. */
    InheritedKeywords with(MappingReader reader, ModuleDefaults moduleDefaults, Problems problems) {
        List<Expression> conditions = new ArrayList<>(when);
        conditions.addAll(TaskReader.conditions(reader.items("when"), problems));
        Map<String, Variable> variables = new LinkedHashMap<>(vars);
        variables.putAll(RunbookReader.vars(reader, problems));
        List<Node.Scalar> handlers = new ArrayList<>(notifications);
        handlers.addAll(reader.texts("notify"));
        return new InheritedKeywords(
                tags(reader),
                conditions,
                variables,
                environment(reader, problems),
                defaults(reader, moduleDefaults),
                handlers,
                reader.bool("ignore_errors").or(() -> ignoreErrors),
                options(reader, reader.duration("timeout"), problems));
    }

    /** For the parts of an included file: its conditions are decided once, where it is included. */
    InheritedKeywords withoutConditions() {
        return new InheritedKeywords(
                tags, List.of(), vars, environment, defaults, notifications, ignoreErrors, options);
    }

    private Set<String> tags(MappingReader reader) {
        return RunbookReader.tags(reader, tags);
    }

    private Map<String, Template> environment(MappingReader reader, Problems problems) {
        Map<String, Template> variables = new LinkedHashMap<>(environment);
        variables.putAll(reader.readEach("environment", (key, value) -> Template.parse(value, problems)));
        return variables;
    }

    private Map<String, Node.Mapping> defaults(MappingReader reader, ModuleDefaults moduleDefaults) {
        return moduleDefaults.read(reader, defaults);
    }

    /**
     * @param ownTimeout that of a task or block; a play has none, for it would be that of each task
     */
    private Task.TaskOptions options(MappingReader reader, Optional<Duration> ownTimeout, Problems problems) {
        Optional<Long> throttle = reader.positive("throttle");
        return new Task.TaskOptions(
                reader.bool("check_mode").or(options::checkMode),
                reader.bool("diff").or(options::diff),
                reader.bool("no_log").orElse(options.noLog()),
                reader.bool("run_once").orElse(options.runOnce()),
                throttle.isPresent() ? OptionalInt.of(throttle.get().intValue()) : options.throttle(),
                CredentialOverride.read(reader, problems).or(options::access),
                ownTimeout.or(options::timeout),
                reader.duration("capacity_timeout").or(options::capacityTimeout));
    }
}
