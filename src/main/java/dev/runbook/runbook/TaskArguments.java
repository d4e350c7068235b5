package dev.runbook.runbook;

import dev.runbook.expression.Expression;
import dev.runbook.expression.Template;
import dev.runbook.expression.Variable;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ScalarType;
import dev.runbook.yaml.TimeSpan;
import dev.runbook.yaml.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The arguments of one task, checked against the parameters of its module.
 *
 * @param definedVariables the variables that the task defines for the following ones
 */
record TaskArguments(
        Map<String, Template> templates, Map<String, List<Expression>> conditions, Set<String> definedVariables) {

    TaskArguments {
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        definedVariables = Set.copyOf(definedVariables);
    }

    static TaskArguments read(Node.Entry module, ModuleCatalogue.ModuleSignature signature, Problems problems) {
        String what = "the arguments of '" + module.key().text() + "'";
        reportMissing(module, MappingReader.of(module.value(), what, new Problems()), signature, problems);
        return readPartial(module, signature, problems);
    }

    /** Reads arguments that others complete, so that missing ones are not reported. */
    static TaskArguments readPartial(Node.Entry module, ModuleCatalogue.ModuleSignature signature, Problems problems) {
        Map<String, Template> templates = new LinkedHashMap<>();
        Map<String, List<Expression>> conditions = new LinkedHashMap<>();
        Set<String> defines = new LinkedHashSet<>();
        String what = "the arguments of '" + module.key().text() + "'";
        MappingReader reader = MappingReader.of(module.value(), what, problems);
        for (ModuleCatalogue.Parameter parameter : signature.parameters()) {
            reader.node(parameter.name()).ifPresent(node -> {
                if (parameter.type() == ValueType.CONDITION) {
                    List<Node> nodes = node instanceof Node.Sequence list ? list.items() : List.of(node);
                    if (nodes.isEmpty()) {
                        problems.add(
                                "no-condition",
                                node.position(),
                                "'" + parameter.name() + "' has no condition",
                                "write a condition: " + parameter.name() + ": count > 0");
                    }
                    conditions.put(parameter.name(), TaskReader.conditions(nodes, problems));
                } else if (parameter.type() == ValueType.EXPRESSION) {
                    MappingReader.scalar(node, "an expression", problems)
                            .flatMap(scalar -> Template.bareExpression(scalar, problems))
                            .ifPresent(template -> templates.put(parameter.name(), template));
                } else {
                    checkLiteral(parameter, node, problems);
                    template(parameter, node, problems)
                            .ifPresent(template -> templates.put(parameter.name(), template));
                }
            });
        }
        for (Node.Entry other : reader.remainingEntries()) {
            if (signature.acceptsAnyArgument()) {
                defines.add(other.key().text());
                Variable.parse(other, problems)
                        .ifPresent(variable -> templates.put(variable.name(), variable.template()));
            } else if (signature.parameters().stream()
                    .noneMatch(parameter -> parameter.name().equals(other.key().text()))) {
                reportUnknown(module, other, signature, problems);
            }
        }
        return new TaskArguments(templates, conditions, defines);
    }

    /** The value of a parameter; a value of type text keeps the characters of the source. */
    static Optional<Template> template(ModuleCatalogue.Parameter parameter, Node node, Problems problems) {
        return parameter.type() == ValueType.TEXT ? Template.text(node, problems) : Template.parse(node, problems);
    }

    private static void reportMissing(
            Node.Entry module, MappingReader reader, ModuleCatalogue.ModuleSignature signature, Problems problems) {
        for (ModuleCatalogue.Parameter parameter : signature.parameters()) {
            if (parameter.required()
                    && reader.isReadable()
                    && reader.node(parameter.name()).isEmpty()) {
                problems.add(
                        "missing-argument",
                        module.key().position(),
                        "'" + module.key().text() + "' needs the argument '" + parameter.name() + "'",
                        "see: runbook doc " + module.key().text());
            }
        }
    }

    private static void reportUnknown(
            Node.Entry module, Node.Entry other, ModuleCatalogue.ModuleSignature signature, Problems problems) {
        List<String> names = signature.parameters().stream()
                .map(ModuleCatalogue.Parameter::name)
                .toList();
        String all = names.isEmpty()
                ? "it takes none"
                : "it takes: " + names.stream().sorted().collect(Collectors.joining(", "));
        problems.add(
                "unknown-argument",
                other.key().position(),
                "'" + module.key().text() + "' has no argument '" + other.key().text() + "'",
                Nearest.hint(other.key().text(), names, all));
    }

    /** Reports a value of the wrong type if that is visible without evaluation. */
    static void checkLiteral(ModuleCatalogue.Parameter parameter, Node node, Problems problems) {
        if (node instanceof Node.Scalar scalar && scalar.text().contains("{{")) {
            return;
        }
        boolean right = switch (parameter.type()) {
            case LIST -> node instanceof Node.Sequence;
            case MAPPING -> node instanceof Node.Mapping;
            case TEXT -> node instanceof Node.Scalar;
            case WHOLE -> node instanceof Node.Scalar scalar && ScalarType.of(scalar) == ScalarType.WHOLE;
            case BOOLEAN -> node instanceof Node.Scalar scalar && ScalarType.of(scalar) == ScalarType.BOOL;
            case DURATION ->
                node instanceof Node.Scalar scalar
                        && TimeSpan.parse(scalar.text()).isPresent();
            case ANY, CONDITION, EXPRESSION -> true;
        };
        String shown = node instanceof Node.Scalar scalar ? "'" + scalar.text() + "'" : node.kind();
        if (!right) {
            problems.add(
                    "wrong-type",
                    node.position(),
                    "'" + parameter.name() + "' must be " + parameter.type().words() + ", not " + shown,
                    "");
        } else if (!parameter.choices().isEmpty()
                && node instanceof Node.Scalar scalar
                && !parameter.choices().contains(scalar.text())) {
            problems.add(
                    "wrong-value",
                    node.position(),
                    "'" + parameter.name() + "' cannot be " + shown,
                    Nearest.hint(
                            scalar.text(),
                            parameter.choices(),
                            "write one of: " + String.join(", ", parameter.choices())));
        }
    }
}
