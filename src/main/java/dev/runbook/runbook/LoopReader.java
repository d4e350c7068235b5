package dev.runbook.runbook;

import dev.runbook.expression.Template;
import dev.runbook.yaml.MappingReader;
import dev.runbook.yaml.Nearest;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.ScalarType;
import java.util.List;
import java.util.Optional;

/** Reads {@code loop} and {@code loop_control}. */
final class LoopReader {

    private static final List<String> ON_ERROR = List.of("stop", "continue");

    private final Problems problems;

    LoopReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Task.Loop> read(MappingReader task) {
        Optional<Node> items = task.node("loop");
        Optional<MappingReader> control = task.mapping("loop_control", "loop_control");
        Optional<String> variable = control.flatMap(reader -> TaskReader.variableName(reader, "loop_var", problems));
        Optional<String> index = control.flatMap(reader -> TaskReader.variableName(reader, "index_var", problems));
        Optional<Template> label =
                control.flatMap(reader -> reader.node("label")).flatMap(node -> Template.text(node, problems));
        boolean goesOn = control.map(this::continueOnError).orElse(false);
        control.ifPresent(MappingReader::reportUnknownKeys);
        if (items.isEmpty() && control.isPresent()) {
            problems.add(
                    "missing-key",
                    control.get().position(),
                    "'loop_control' without 'loop'",
                    "add 'loop:' with a list");
        }
        items.ifPresent(this::checkList);
        return items.flatMap(node -> Template.parse(node, problems))
                .map(template -> new Task.Loop(template, variable.orElse("item"), index, label, goesOn));
    }

    private boolean continueOnError(MappingReader control) {
        Optional<Node.Scalar> word = control.scalar("on_error");
        word.filter(written -> !ON_ERROR.contains(written.text()))
                .ifPresent(written -> problems.add(
                        "wrong-value",
                        written.position(),
                        "'on_error' cannot be '" + written.text() + "'",
                        Nearest.hint(written.text(), ON_ERROR, "write stop or continue")));
        return word.map(Node.Scalar::text).filter("continue"::equals).isPresent();
    }

    private void checkList(Node items) {
        boolean expression =
                items instanceof Node.Scalar scalar && scalar.text().contains("{{");
        if (!(items instanceof Node.Sequence) && !expression) {
            boolean text = items instanceof Node.Scalar scalar && ScalarType.of(scalar) == ScalarType.TEXT;
            problems.add(
                    "wrong-type",
                    items.position(),
                    "'loop' must be a list, not " + items.kind(),
                    text ? "for a variable write \"{{ " + ((Node.Scalar) items).text() + " }}\"" : "");
        }
    }
}
