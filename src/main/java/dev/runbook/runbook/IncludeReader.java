package dev.runbook.runbook;

import dev.runbook.expression.Template;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.SourceFinder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code include}: the tasks of another file and the inputs that it declares. */
final class IncludeReader {

    private final LoadState state;
    private final PartReader parts;
    private final Problems problems;

    IncludeReader(LoadState state, PartReader parts) {
        this.state = state;
        this.parts = parts;
        this.problems = state.problems();
    }

    Optional<Include> read(Node node, PartContext context) {
        MappingReader reader = MappingReader.of(node, "an include", problems);
        Optional<Node.Scalar> path = reader.scalar("include");
        Optional<Node.Scalar> name = reader.scalar("name");
        Optional<Node.Scalar> id = reader.scalar("id");
        InheritedKeywords inherited = context.inherited().with(reader, state.defaults(), problems);
        Optional<Task.Loop> loop = new LoopReader(problems).read(reader);
        Map<String, Node.Entry> given = new LinkedHashMap<>();
        reader.mapping("inputs", "the inputs")
                .ifPresent(inputs -> inputs.remainingEntries()
                        .forEach(entry -> given.put(entry.key().text(), entry)));
        reader.reportUnknownKeys();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String own = id.map(Node.Scalar::text)
                .orElseGet(() -> TaskReader.slug(
                        name.map(Node.Scalar::text).orElse(fileName(path.get().text()))));
        String whole = state.uniqueId(
                context.prefix() + own,
                id.or(() -> name).orElse(path.get()),
                id.or(() -> name).isPresent());
        Optional<Source> source = source(path.get(), context);
        Optional<TaskFile> file = source.flatMap(found -> TaskFile.read(found, problems));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Include.InputValue> inputs = inputs(file.get(), given, path.get());
        checkNames(inherited, loop, inputs);
        Set<String> local = new HashSet<>(file.get().inputs().keySet());
        loop.ifPresent(each -> local.addAll(names(each)));
        state.names().enterScope(local);
        List<PlayPart> inside = parts.parts(
                file.get().tasks(),
                context.with(inherited).insideFile(whole, source.get().name()));
        state.names().leaveScope();
        return Optional.of(new Include(whole, inherited.when(), loop, inputs, inside, node.position()));
    }

    private Optional<Source> source(Node.Scalar path, PartContext context) {
        SourceFinder files = state.loadContext().files();
        Optional<Source> found = files.find(path.text(), path.position().source());
        if (found.isEmpty()) {
            problems.add(
                    "missing-file",
                    path.position(),
                    files.missingReason(path.text(), path.position().source()),
                    "the path is relative to the folder of the including file");
        }
        boolean circle = found.isPresent()
                && (context.files().contains(found.get().name())
                        || found.get().name().equals(path.position().source().name()));
        if (circle) {
            problems.add(
                    "include-circle",
                    path.position(),
                    "'" + path.text() + "' includes itself: " + String.join(" -> ", List.copyOf(context.files()))
                            + " -> " + found.get().name(),
                    "remove one of the includes");
        }
        return circle ? Optional.empty() : found;
    }

    /** The declared inputs, each with the given value or its default. */
    private Map<String, Include.InputValue> inputs(TaskFile file, Map<String, Node.Entry> given, Node.Scalar path) {
        Map<String, Include.InputValue> inputs = new LinkedHashMap<>();
        file.inputs().forEach((name, declared) -> {
            Optional<Node> written = Optional.ofNullable(given.get(name)).map(Node.Entry::value);
            if (written.isEmpty() && declared.parameter().required()) {
                problems.add(
                        "missing-input",
                        path.position(),
                        "'" + path.text() + "' needs the input '" + name + "', declared at "
                                + declared.nameNode().position(),
                        "add it under 'inputs:'");
            }
            written.ifPresent(value -> TaskArguments.checkLiteral(declared.parameter(), value, problems));
            written.flatMap(value -> TaskArguments.template(declared.parameter(), value, problems))
                    .or(declared::defaultValue)
                    .ifPresent(template -> inputs.put(
                            name,
                            new Include.InputValue(name, declared.parameter().type(), template)));
        });
        given.forEach((name, entry) -> {
            if (!file.inputs().containsKey(name)) {
                problems.add(
                        "unknown-input",
                        entry.key().position(),
                        "'" + path.text() + "' declares no input '" + name + "'",
                        Nearest.hint(
                                name,
                                file.inputs().keySet(),
                                file.inputs().isEmpty()
                                        ? "it declares none"
                                        : "it declares: "
                                                + String.join(
                                                        ", ", file.inputs().keySet())));
            }
        });
        return inputs;
    }

    private void checkNames(
            InheritedKeywords inherited, Optional<Task.Loop> loop, Map<String, Include.InputValue> inputs) {
        List<Template> templates = new ArrayList<>(
                inputs.values().stream().map(Include.InputValue::value).toList());
        loop.ifPresent(each -> {
            templates.add(each.items());
            each.label().ifPresent(templates::add);
        });
        ExpressionUses uses = new ExpressionUses(inherited.when(), List.of(), templates);
        Set<String> inner = new HashSet<>();
        loop.ifPresent(each -> inner.addAll(names(each)));
        state.values().add(uses, inherited.vars(), inner);
        inner.addAll(inherited.vars().keySet());
        state.names().check(uses.references(), inner);
    }

    static Set<String> names(Task.Loop loop) {
        Set<String> names = new HashSet<>(Set.of(loop.variable()));
        loop.index().ifPresent(names::add);
        return names;
    }

    /** The file name without folder and extension: {@code copy-media} of {@code tasks/copy-media.yml}. */
    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.ya?ml$", "");
    }
}
