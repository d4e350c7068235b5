package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Template;
import dev.runbook.expression.Value;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads tasks. */
final class TaskReader {

    /** The name of the task's result in {@code failed_when}, {@code changed_when} and {@code until}. */
    static final String RESULT = "result";

    private final LoadState state;
    private final ModuleCatalogue modules;
    private final Problems problems;

    TaskReader(LoadState state) {
        this.state = state;
        this.modules = state.loadContext().modules();
        this.problems = state.problems();
    }

    Optional<Task> read(Node node, PartContext context) {
        MappingReader reader = MappingReader.of(node, "a task", problems);
        Optional<Node.Scalar> name = reader.scalar("name");
        Optional<Node.Scalar> id = reader.scalar("id");
        InheritedKeywords own = context.inherited().with(reader, state.defaults(), problems);
        Optional<Task.Loop> loop = new LoopReader(problems).read(reader);
        Optional<String> register = variableName(reader, "register", problems);
        Optional<Task.Retry> retry = new RetryReader(problems).read(reader);
        Task.ResultConditions resultConditions = resultConditions(reader, own);
        Task.TaskPlacement placement = placement(reader, context.placement());
        Optional<Node.Entry> module = module(reader, context);
        if (module.isEmpty()) {
            return Optional.empty();
        }
        Node.Entry filled = ModuleDefaults.withDefaults(module.get(), own.defaults());
        ModuleCatalogue.ModuleSignature signature =
                modules.signature(filled.key().text()).orElseThrow();
        checkMode(reader, own, signature);
        TaskArguments arguments = TaskArguments.read(filled, signature, problems);
        modules.checkArguments(filled, problems);
        Node.Scalar title = name.orElse(module.get().key());
        Task task = new Task(
                new Task.TaskIdentity(
                        id(id, title, name.isPresent(), context), name(title), own.tags(), node.position()),
                new Task.ModuleCall(module.get().key(), arguments.templates(), arguments.conditions()),
                new Task.TaskVariables(own.vars(), own.environment()),
                new Task.TaskFlow(own.when(), loop, retry),
                new Task.ResultUse(register, resultConditions, own.notifications()),
                own.options(),
                placement);
        checkNames(task, arguments.definedVariables());
        return Optional.of(task);
    }

    private Template name(Node.Scalar title) {
        return Template.text(title, problems).orElse(Template.constant(new Value.Text(title.text()), title.position()));
    }

    private Task.ResultConditions resultConditions(MappingReader reader, InheritedKeywords own) {
        return new Task.ResultConditions(
                conditions(reader.items("failed_when"), problems),
                conditions(reader.items("changed_when"), problems),
                own.ignoreErrors().orElse(false));
    }

    private static Task.TaskPlacement placement(MappingReader reader, Task.TaskPlacement inherited) {
        if (inherited.section() != Task.Section.HANDLERS) {
            return inherited;
        }
        Set<String> topics = new HashSet<>();
        reader.texts("listen").forEach(topic -> topics.add(topic.text()));
        return new Task.TaskPlacement(
                Task.Section.HANDLERS,
                false,
                true,
                topics,
                reader.bool("critical").orElse(false));
    }

    /**
     * Reports {@code check_mode: false} for a module that must not run in a check, because a check changes nothing.
     */
    private void checkMode(MappingReader reader, InheritedKeywords own, ModuleCatalogue.ModuleSignature signature) {
        if (own.options().checkMode().equals(Optional.of(false)) && !signature.runsInChecks()) {
            problems.add(
                    "check-mode",
                    reader.scalar("check_mode").map(Node.Scalar::position).orElse(reader.position()),
                    "this module cannot run in a check, because a check changes nothing",
                    "'check_mode: false' works only for command and for modules without external effects");
        }
    }

    /** The module, which is the only key that is not a keyword; other unknown keys are reported. */
    private Optional<Node.Entry> module(MappingReader reader, PartContext context) {
        List<Node.Entry> others = reader.remainingEntries();
        List<Node.Entry> known = others.stream()
                .filter(entry -> modules.names().contains(entry.key().text()))
                .toList();
        for (Node.Entry entry : others) {
            if (!known.contains(entry)) {
                unknownKey(entry, known.isEmpty(), context);
            }
        }
        for (int i = 1; i < known.size(); i++) {
            problems.add(
                    "two-modules",
                    known.get(i).key().position(),
                    "a task has one module, but this one has '"
                            + known.get(0).key().text() + "' and '"
                            + known.get(i).key().text() + "'",
                    "split it into two tasks");
        }
        if (others.isEmpty() && reader.isReadable()) {
            problems.add(
                    "no-module",
                    reader.position(),
                    "the task has no module",
                    "add one of: " + String.join(", ", new TreeSet<>(modules.names())));
        }
        return known.stream().findFirst();
    }

    /** Reports an unknown key; if the task has no module, it may be a mistyped one. */
    private void unknownKey(Node.Entry entry, boolean mayBeModule, PartContext context) {
        String key = entry.key().text();
        List<String> keywords = Keyword.names(
                context.placement().section() == Task.Section.HANDLERS ? Keyword.Place.HANDLER : Keyword.Place.TASK);
        Set<String> candidates = new TreeSet<>(keywords);
        Optional<String> keyword = Nearest.of(key, candidates);
        candidates.addAll(modules.names());
        boolean module = mayBeModule && keyword.isEmpty();
        String otherwise = module
                ? "known modules: " + String.join(", ", new TreeSet<>(modules.names()))
                : "known keys: " + String.join(", ", keywords);
        problems.add(
                module ? "unknown-module" : "unknown-key",
                entry.key().position(),
                (module ? "unknown module '" : "unknown key '") + key + "'" + (module ? "" : " in a task"),
                Nearest.hint(key, candidates, otherwise));
    }

    /** Parses conditions without braces, including {@code true} and {@code false}. */
    static List<Expression> conditions(List<Node> nodes, Problems problems) {
        List<Expression> conditions = new ArrayList<>();
        for (Node node : nodes) {
            MappingReader.scalar(node, "a condition", problems)
                    .flatMap(scalar -> Expression.parse(scalar, problems))
                    .ifPresent(conditions::add);
        }
        return conditions;
    }

    /** The name of a variable that the task defines. */
    static Optional<String> variableName(MappingReader reader, String key, Problems problems) {
        reader.scalar(key).ifPresent(name -> Variable.checkName(name, problems));
        return reader.scalar(key).map(Node.Scalar::text);
    }

    private String id(Optional<Node.Scalar> given, Node.Scalar title, boolean named, PartContext context) {
        String own = given.map(Node.Scalar::text).orElse(slug(title.text()));
        return state.uniqueId(context.prefix() + own, given.orElse(title), given.isPresent() || named);
    }

    /** The name as an id: in lower case, its words joined by hyphens. */
    static String slug(String name) {
        StringBuilder slug = new StringBuilder();
        boolean between = false;
        for (char character : name.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean word = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
            if (word) {
                slug.append(between && !slug.isEmpty() ? "-" : "").append(character);
            }
            between = !word;
        }
        return slug.isEmpty() ? "task" : slug.toString();
    }

    private void checkNames(Task task, Set<String> defines) {
        Set<String> inner = new HashSet<>();
        task.loop().ifPresent(loop -> inner.addAll(IncludeReader.names(loop)));
        check(task.inputUses(), task, inner);
        inner.add(RESULT);
        task.register().ifPresent(inner::add);
        check(task.resultUses(), task, inner);
        task.register().ifPresent(state.names()::register);
        defines.forEach(state.names()::register);
    }

    private void check(ExpressionUses uses, Task task, Set<String> inner) {
        Set<String> own = new HashSet<>(task.vars().keySet());
        own.addAll(inner);
        state.names().check(uses.references(), own);
        state.values().add(uses, task.vars(), inner);
    }
}
