package dev.runbook.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.Golden;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Checks {@code operations.txt}: for each filter, test, function, method and operator, expressions with their results:
 * a value as JSON, {@code ***} for a secret, {@code <known when run>}, or {@code !} with the column and the problem.
 */
class OperationsTest {

    private static final Path FILE = Path.of("src/test/cases/expression/operations.txt");

    private static final String SCOPE = """
            pair: {source: prod, target: stage-db}
            dbs: [{id: b, size: 2, tags: {env: x}}, {id: a, size: 10, tags: {env: y}}]
            done: {changed: true, failed: false}
            skipped: {skipped: true, changed: false}
            """;

    private static final Map<String, String> LANGUAGE = Map.of(
            "filter",
            "default d mandatory bool int float string upper lower trim replace regex_replace regex_search regex_findall split join"
                    + " first last length count list map select reject selectattr rejectattr sort unique reverse min max sum"
                    + " flatten combine dict2items items2dict zip to_json from_json to_yaml from_yaml b64encode b64decode"
                    + " hash quote basename dirname ternary strftime to_datetime format",
            "test",
            "defined undefined none string number boolean mapping sequence in match search version changed failed skipped"
                    + " succeeded true false truthy",
            "function",
            "lookup range now",
            "method",
            "split startswith endswith get keys values items replace lower upper strip join",
            "operator",
            "and or not == != < <= > >= in ~ + - * / // % ** if . [] literal");

    /** An expression and its recorded result. */
    private record Line(String expression, String outcome) {}

    @Test
    void yieldWhatTheFileSays() throws Exception {
        Scope scope = ExpressionFixture.scope(SCOPE);
        StringBuilder text = new StringBuilder();
        sections().forEach((name, lines) -> {
            int width = lines.stream()
                    .mapToInt(line -> line.expression().length())
                    .max()
                    .orElse(0);
            text.append(text.length() == 0 ? "" : "\n").append(name).append('\n');
            lines.forEach(line -> text.append("  ")
                    .append(line.expression())
                    .append(" ".repeat(width - line.expression().length()))
                    .append("  => ")
                    .append(outcome(line.expression(), scope))
                    .append('\n'));
        });
        Golden.check(FILE, text.toString());
    }

    @Test
    void areAllInTheFile() throws IOException {
        Set<String> known = new TreeSet<>(OperationRegistry.names());
        Methods.names().forEach(name -> known.add("method " + name));
        assertThat(sections().keySet())
                .filteredOn(name -> !name.startsWith("operator "))
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @TestFactory
    Stream<DynamicTest> belongToTheLanguage() throws IOException {
        Set<String> sections = sections().keySet();
        return LANGUAGE.entrySet().stream()
                .flatMap(kind -> Stream.of(kind.getValue().split(" ")).map(name -> kind.getKey() + " " + name))
                .map(name ->
                        DynamicTest.dynamicTest(name, () -> assertThat(sections).contains(name)));
    }

    @TestFactory
    Stream<DynamicTest> haveAnOrdinaryASecretAnUnknownAndAWrongUse() throws IOException {
        return sections().entrySet().stream()
                .map(section -> DynamicTest.dynamicTest(section.getKey(), () -> {
                    List<Line> lines = section.getValue();
                    assertThat(lines).as("an ordinary use").anyMatch(OperationsTest::isOrdinary);
                    assertThat(lines).as("one with a secret").anyMatch(line -> names(line, "secret"));
                    assertThat(lines).as("one with an unknown").anyMatch(line -> names(line, "unknown"));
                    assertThat(lines)
                            .as("a wrong one")
                            .anyMatch(line -> line.outcome().matches("! [0-9]+ .*"));
                }));
    }

    @Test
    void neverShowASecret() throws IOException {
        assertThat(Files.readString(FILE)).doesNotContain("canary");
    }

    @Test
    void neverTakeAnUnknownForAMistake() throws IOException {
        assertThat(Files.readString(FILE))
                .doesNotContain("known when run has", "a value known when run and", "not a value known");
    }

    private static boolean isOrdinary(Line line) {
        return !line.outcome().startsWith("!") && !names(line, "secret") && !names(line, "unknown");
    }

    private static boolean names(Line line, String variable) {
        return line.expression().matches(".*\\b" + variable + "\\b.*");
    }

    private static String outcome(String text, Scope scope) {
        Problems problems = new Problems();
        Node.Scalar written = new Node.Scalar(text, true, new Source("case", text).start());
        Optional<Expression> expression = Expression.parse(written, problems);
        if (expression.isEmpty()) {
            return show(problems.toSortedList().get(0));
        }
        try {
            return Json.writeSpaced(expression.get().evaluate(scope))
                    .replace("\"***\"", "***")
                    .replace("\"<known when run>\"", "<known when run>");
        } catch (ExpressionException e) {
            return show(e.problem());
        }
    }

    private static String show(Problem problem) {
        return "! " + problem.position().column() + " " + problem.code() + ": " + problem.summary();
    }

    private static Map<String, List<Line>> sections() throws IOException {
        Map<String, List<Line>> sections = new LinkedHashMap<>();
        List<Line> lines = List.of();
        for (String line : Files.readAllLines(FILE)) {
            if (!line.isBlank() && !line.startsWith(" ")) {
                lines = new ArrayList<>();
                assertThat(sections.put(line, lines)).as("two sections " + line).isNull();
            } else if (!line.isBlank()) {
                int arrow = line.lastIndexOf("  => ");
                lines.add(new Line(
                        line.substring(0, arrow < 0 ? line.length() : arrow).strip(),
                        arrow < 0 ? "" : line.substring(arrow + 5).strip()));
            }
        }
        return sections;
    }
}
