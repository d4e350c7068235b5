package dev.runbook.yaml;

import dev.runbook.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files with their nodes or problems. */
class YamlCasesTest {

    @TestFactory
    Stream<DynamicTest> readsAsExpected() {
        return Golden.cases("yaml").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }

    private static void check(Path folder) throws Exception {
        Problems problems = new Problems();
        Source source = new Source("input.yml", Files.readString(folder.resolve("input.yml")));
        Optional<Node> node = Yaml.read(source, problems);
        String found = problems.toSortedList().stream()
                .map(problem -> problem.code() + "\n" + Excerpt.of(problem))
                .collect(Collectors.joining("\n"));
        StringBuilder text = new StringBuilder();
        node.ifPresent(whole -> show(whole, 0, text));
        Golden.check(folder.resolve("expected.txt"), found.isEmpty() ? text.toString() : found);
    }

    private static void show(Node node, int depth, StringBuilder text) {
        String place = node.position().line() + ":" + node.position().column();
        if (node instanceof Node.Scalar scalar) {
            text.append(place)
                    .append(' ')
                    .append(ScalarType.of(scalar))
                    .append(' ')
                    .append(scalar.text().replace("\n", "\\n"))
                    .append('\n');
        } else if (node instanceof Node.Sequence sequence) {
            text.append(place).append(" list\n");
            sequence.items().forEach(item -> show(item, depth + 1, text.append("  ".repeat(depth + 1))));
        } else {
            text.append(place).append(" mapping\n");
            ((Node.Mapping) node).entries().forEach(entry -> {
                text.append("  ".repeat(depth + 1)).append(entry.key().text()).append(": ");
                show(entry.value(), depth + 1, text);
            });
        }
    }
}
