package dev.runbook.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.RandomTexts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reading any text ends within a time limit, with nodes or with problems whose positions are in the file. */
class YamlFuzzTest {

    private static final int MANY = 100_000;

    @Test
    void filesWithChangesInThemGiveNodesOrProblems() throws Exception {
        assertThat(new RandomTexts(
                                RandomTexts.texts(".yml", "runbooks", "inventories", "sql", "src/test/cases"),
                                List.of())
                        .run(YamlFuzzTest::read))
                .isPositive();
    }

    @TestFactory
    Stream<DynamicTest> inputsMadeToBeSlowEndSoon() {
        return Stream.of(
                        "[".repeat(MANY),
                        "{".repeat(MANY),
                        "[".repeat(1_500) + "]".repeat(1_500),
                        "- ".repeat(MANY),
                        "? ".repeat(MANY),
                        "a: ".repeat(MANY),
                        "{{".repeat(MANY),
                        "x: " + "{{ a }}".repeat(MANY),
                        "&a ".repeat(MANY),
                        "&a [*a]",
                        "a: &a {<<: *a}",
                        "!x ".repeat(MANY),
                        "\"" + "\\".repeat(MANY),
                        "'".repeat(MANY),
                        "#".repeat(MANY),
                        "%".repeat(MANY),
                        "a: |\n" + " x\n".repeat(MANY),
                        "a".repeat(MANY) + ": 1",
                        "a: 1\n".repeat(1_000),
                        "-\t".repeat(MANY),
                        keys(),
                        bomb("[", "]"),
                        bomb("{<<: [", "]}"),
                        deep(),
                        chain())
                .map(text -> DynamicTest.dynamicTest(
                        text.substring(0, Math.min(40, text.length())).strip(),
                        () -> RandomTexts.tryOut("", text, YamlFuzzTest::read)));
    }

    @Test
    void readingStopsAtThousandsOfNestedLevels() {
        for (String open : List.of("[", "{", "- ")) {
            assertThat(read(open.repeat(MANY)))
                    .hasSize(1)
                    .allMatch(problem -> problem.summary().equals("nested deeper than 100 levels"));
        }
    }

    private static String keys() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < MANY / 2; i++) {
            text.append("key" + i + ": [1]\n");
        }
        return text.toString();
    }

    /** A document in which each anchor contains ten aliases of the previous one. */
    private static String bomb(String open, String close) {
        StringBuilder text = new StringBuilder("a0: &a0 {x: 1}\n");
        for (int i = 1; i < 30; i++) {
            text.append("a" + i + ": &a" + i + " " + open);
            text.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a" + (i - 1))
                    .append(close + "\n");
        }
        return text.toString();
    }

    /** A document in which each anchor contains the previous one, deeply nested. */
    private static String chain() {
        StringBuilder text = new StringBuilder("a0: &a0 {x: 1}\n");
        for (int i = 1; i < 60; i++) {
            text.append("a" + i + ": &a" + i + " " + "[".repeat(90) + "*a" + (i - 1) + "]".repeat(90) + "\n");
        }
        return text.toString();
    }

    private static String deep() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            text.append(" ".repeat(i) + "a:\n");
        }
        return text.toString();
    }

    private static List<Problem> read(String text) {
        Problems problems = new Problems();
        Yaml.read(new Source("fuzz.yml", text), problems);
        return problems.toSortedList();
    }
}
