package dev.runbook.runbook;

import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.ValueType;
import dev.runbook.yaml.Yaml;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file to include: the inputs it declares, and its tasks as unread nodes.
 *
 * @param inputs by name, in the order of the file
 */
record TaskFile(Map<String, InputDeclaration> inputs, List<Node> tasks) {

    /** The types of inputs as files name them. */
    static final List<String> TYPES = Stream.of(ValueType.values())
            .filter(ValueType::isAllowedForInputs)
            .map(ValueType::word)
            .toList();

    TaskFile {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        tasks = List.copyOf(tasks);
    }

    /** A declared input, required unless it has a default. */
    record InputDeclaration(
            ModuleCatalogue.Parameter parameter, Optional<Template> defaultValue, Node.Scalar nameNode) {}

    /** Reads a file; empty if it is not a task file. */
    static Optional<TaskFile> read(Source source, Problems problems) {
        Optional<Node> top = Yaml.read(source, problems);
        if (top.isEmpty()) {
            return Optional.empty();
        }
        MappingReader reader = MappingReader.of(top.get(), "a file to include", problems);
        Map<String, InputDeclaration> inputs =
                reader.readEach("inputs", (name, node) -> Optional.of(input(name, node, problems)));
        reader.require("tasks");
        List<Node> tasks = reader.items("tasks");
        reader.reportUnknownKeys();
        return reader.isReadable() ? Optional.of(new TaskFile(inputs, tasks)) : Optional.empty();
    }

    private static InputDeclaration input(Node.Scalar name, Node node, Problems problems) {
        Variable.checkName(name, problems);
        MappingReader reader = MappingReader.of(node, "an input", problems);
        Optional<Node.Scalar> written = reader.scalar("type");
        written.filter(word -> !TYPES.contains(word.text()))
                .ifPresent(word -> problems.add(
                        "wrong-value",
                        word.position(),
                        "an input cannot be of type '" + word.text() + "'",
                        Nearest.hint(word.text(), TYPES, "write one of: " + String.join(", ", TYPES))));
        ValueType type = Stream.of(ValueType.values())
                .filter(ValueType::isAllowedForInputs)
                .filter(each ->
                        written.filter(word -> word.text().equals(each.word())).isPresent())
                .findFirst()
                .orElse(ValueType.ANY);
        Optional<Node> fallback = reader.node("default");
        boolean required = reader.bool("required").orElse(fallback.isEmpty());
        reader.text("doc");
        reader.reportUnknownKeys();
        ModuleCatalogue.Parameter parameter =
                new ModuleCatalogue.Parameter(name.text(), type, required && fallback.isEmpty(), List.of());
        fallback.ifPresent(value -> TaskArguments.checkLiteral(parameter, value, problems));
        return new InputDeclaration(
                parameter, fallback.flatMap(value -> TaskArguments.template(parameter, value, problems)), name);
    }
}
