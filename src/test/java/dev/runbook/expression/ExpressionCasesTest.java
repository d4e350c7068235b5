package dev.runbook.expression;

import dev.runbook.Golden;
import dev.runbook.yaml.Excerpt;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files of variables that use each other, with the value or the error of each. */
class ExpressionCasesTest {

    @TestFactory
    Stream<DynamicTest> resolvesAsExpected() {
        return Golden.cases("expression").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }

    private static void check(Path folder) throws Exception {
        Problems problems = new Problems();
        Source source = new Source("input.yml", Files.readString(folder.resolve("input.yml")));
        Node.Mapping mapping = (Node.Mapping) Yaml.read(source, problems).orElseThrow();
        Map<String, Variable> variables = new LinkedHashMap<>();
        mapping.entries()
                .forEach(entry -> Template.parse(entry.value(), problems)
                        .ifPresent(template -> variables.put(
                                entry.key().text(),
                                new Variable(
                                        entry.key().text(),
                                        template,
                                        entry.key().position()))));
        variables.put("unknown", Variable.of("unknown", new Value.Unknown("an endpoint"), mapping.position()));
        variables.put("secret", Variable.of("secret", new Value.Secret("canary-55a"), mapping.position()));
        StringBuilder text = new StringBuilder();
        problems.toSortedList().forEach(problem -> text.append(show(problem)));
        Scope scope = new Variables(variables, ExpressionFixture.CONTEXT);
        for (Node.Entry entry : mapping.entries()) {
            if (variables.containsKey(entry.key().text())) {
                text.append(outcome(entry.key().text(), scope));
            }
        }
        Golden.check(folder.resolve("expected.txt"), text.toString());
    }

    private static String outcome(String name, Scope scope) {
        try {
            Value value = scope.get(name);
            return name + " = " + value.show().replace("\n", "\\n") + "  (" + value.kind() + ")\n";
        } catch (ExpressionException e) {
            return show(e.problem());
        }
    }

    private static String show(Problem problem) {
        return "[" + problem.code() + "] " + Excerpt.of(problem);
    }
}
