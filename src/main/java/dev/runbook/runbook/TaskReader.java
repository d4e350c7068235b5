package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Reference;
import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads tasks. */
final class TaskReader {

    private static final List<String> KEYWORDS = List.of(
            "name",
            "id",
            "when",
            "loop",
            "loop_control",
            "register",
            "vars",
            "tags",
            "retry",
            "timeout",
            "ignore_errors",
            "environment");

    private final ModuleCatalogue modules;
    private final NameCheck names;
    private final Map<String, Position> ids;
    private final Problems problems;

    TaskReader(ModuleCatalogue modules, NameCheck names, Map<String, Position> ids, Problems problems) {
        this.modules = modules;
        this.names = names;
        this.ids = ids;
        this.problems = problems;
    }

    Optional<Task> read(Node node, Set<String> inheritedTags) {
        MappingReader reader = MappingReader.of(node, "a task", problems);
        Optional<Node.Scalar> name = reader.scalar("name");
        Optional<Node.Scalar> id = reader.scalar("id");
        List<Expression> when = conditions(reader.items("when"), problems);
        LoopReader loops = new LoopReader(problems);
        Optional<Task.Loop> loop = loops.read(reader);
        Optional<String> register = variableName(reader, "register", problems);
        Map<String, Variable> vars = RunbookReader.vars(reader, problems);
        Set<String> tags = RunbookReader.tags(reader, inheritedTags);
        Optional<Task.Retry> retry = reader.mapping("retry", "retry").map(this::retry);
        Optional<Duration> timeout = reader.duration("timeout");
        boolean ignoreErrors = reader.bool("ignore_errors").orElse(false);
        Map<String, Template> environment = reader.each("environment", (key, value) -> Template.parse(value, problems));
        Optional<Node.Entry> module = module(reader);
        if (module.isEmpty()) {
            return Optional.empty();
        }
        Arguments arguments = Arguments.read(module.get(), shape(module.get()), problems);
        Node.Scalar title = name.orElse(module.get().key());
        Task task = new Task(
                id(id, title, name.isPresent()),
                Template.parse(title, problems)
                        .orElse(Template.constant(
                                new dev.runbook.expression.Value.Text(title.text()), title.position())),
                module.get().key(),
                arguments.templates(),
                arguments.conditions(),
                when,
                loop,
                register,
                vars,
                tags,
                retry,
                timeout,
                ignoreErrors,
                environment,
                node.position());
        checkNames(task, arguments.defines());
        return Optional.of(task);
    }

    /** The one key that is no keyword; everything else that nobody knows is reported. */
    private Optional<Node.Entry> module(MappingReader reader) {
        List<Node.Entry> others = reader.others();
        List<Node.Entry> known = others.stream()
                .filter(entry -> modules.names().contains(entry.key().text()))
                .toList();
        for (Node.Entry entry : others) {
            if (!known.contains(entry)) {
                unknownKey(entry, known.isEmpty());
            }
        }
        for (int i = 1; i < known.size(); i++) {
            problems.add(
                    "two-modules",
                    known.get(i).key().position(),
                    "a task has one module, this one has '" + known.get(0).key().text() + "' and '"
                            + known.get(i).key().text() + "'",
                    "make it two tasks");
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

    /** Without a module beside it, an unknown key may be a mistyped module as well as a mistyped keyword. */
    private void unknownKey(Node.Entry entry, boolean mayBeModule) {
        String key = entry.key().text();
        Set<String> candidates = new TreeSet<>(KEYWORDS);
        Optional<String> keyword = Nearest.of(key, candidates);
        candidates.addAll(modules.names());
        boolean module = mayBeModule && keyword.isEmpty();
        String otherwise = module
                ? "known modules: " + String.join(", ", new TreeSet<>(modules.names()))
                : "known keys: " + String.join(", ", KEYWORDS);
        problems.add(
                module ? "unknown-module" : "unknown-key",
                entry.key().position(),
                (module ? "unknown module '" : "unknown key '") + key + "'" + (module ? "" : " in a task"),
                Nearest.hint(key, candidates, otherwise));
    }

    private ModuleCatalogue.Shape shape(Node.Entry module) {
        return modules.shape(module.key().text()).orElseThrow();
    }

    /** Bare conditions, each parsed; {@code true} and {@code false} are conditions too. */
    static List<Expression> conditions(List<Node> nodes, Problems problems) {
        List<Expression> conditions = new ArrayList<>();
        for (Node node : nodes) {
            MappingReader.scalar(node, "a condition", problems)
                    .flatMap(scalar -> Expression.parse(scalar, problems))
                    .ifPresent(conditions::add);
        }
        return conditions;
    }

    /** The name of a variable that the task gives. */
    static Optional<String> variableName(MappingReader reader, String key, Problems problems) {
        reader.scalar(key).ifPresent(name -> Variable.checkName(name, problems));
        return reader.scalar(key).map(Node.Scalar::text);
    }

    private Task.Retry retry(MappingReader reader) {
        Optional<Long> attempts = reader.whole("max_attempts");
        if (reader.required("max_attempts").isPresent()
                && attempts.isPresent()
                && (attempts.get() < 1 || attempts.get() > 1000)) {
            problems.add(
                    "wrong-value",
                    reader.position(),
                    "'max_attempts' must be between 1 and 1000, not " + attempts.get(),
                    "it counts every execution, the first included");
        }
        Optional<Duration> delay = reader.duration("delay");
        Optional<Node.Scalar> backoff = reader.scalar("backoff");
        boolean exponential =
                backoff.map(Node.Scalar::text).filter("exponential"::equals).isPresent();
        backoff.filter(word -> !word.text().matches("constant|exponential"))
                .ifPresent(word -> problems.add(
                        "wrong-value",
                        word.position(),
                        "unknown backoff '" + word.text() + "'",
                        Nearest.hint(
                                word.text(), List.of("constant", "exponential"), "write constant or exponential")));
        reader.done();
        return new Task.Retry(
                attempts.orElse(1L).intValue(),
                delay.orElse(Duration.ofSeconds(5)),
                exponential ? Task.Backoff.EXPONENTIAL : Task.Backoff.CONSTANT);
    }

    private String id(Optional<Node.Scalar> given, Node.Scalar title, boolean named) {
        String id = given.map(Node.Scalar::text).orElse(slug(title.text()));
        Position place = given.orElse(title).position();
        if (given.isEmpty() && !named) {
            String plain = id;
            for (int number = 2; ids.containsKey(id); number++) {
                id = plain + "-" + number;
            }
        }
        Position first = ids.putIfAbsent(id, place);
        if (first != null) {
            problems.add(
                    "duplicate-task",
                    place,
                    "the task '" + id + "' exists already, at " + first,
                    "give one of the two another name, or an 'id:'");
        }
        return id;
    }

    static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "task" : slug;
    }

    private void checkNames(Task task, Set<String> defines) {
        List<Reference> references = new ArrayList<>();
        List<Template> templates = new ArrayList<>(task.arguments().values());
        templates.addAll(task.environment().values());
        templates.add(task.name());
        task.vars().values().forEach(variable -> templates.add(variable.template()));
        task.loop().ifPresent(loop -> {
            templates.add(loop.items());
            loop.label().ifPresent(templates::add);
        });
        templates.forEach(template -> references.addAll(template.references()));
        task.when().forEach(condition -> references.addAll(condition.references()));
        task.conditions()
                .values()
                .forEach(list -> list.forEach(condition -> references.addAll(condition.references())));
        Set<String> own = new HashSet<>(task.vars().keySet());
        task.loop().ifPresent(loop -> {
            own.add(loop.variable());
            loop.index().ifPresent(own::add);
        });
        names.check(references, own);
        task.register().ifPresent(names::register);
        defines.forEach(names::register);
    }
}
