package dev.runbook.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.RandomTexts;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Any inventory, pattern of pairs or {@code -e} yields, within a time limit, a result or problems. */
class InventoryFuzzTest {

    private static final int MANY = 100_000;

    private static final String PAIRS = """
            accounts: {main: {region: eu-west-1}}
            groups: {night: {pairs: [a, b]}, week: {children: [night]}}
            pairs:
              a: {source: {instance: prod}, target: {instance: ta}}
              b: {source: {instance: prod}, target: {instance: tb}}
              %s: {source: {instance: prod}, target: {instance: tx}}
            """.formatted("x".repeat(200));

    @Test
    void inventoriesWithChangesInThemAreReadOrHaveProblems() throws Exception {
        assertThat(new RandomTexts(
                                RandomTexts.texts(".yml", "inventories", "src/test/cases/inventory"),
                                List.of(
                                        "source",
                                        "target",
                                        "accounts:",
                                        "groups:",
                                        "pairs:",
                                        "protect:",
                                        "children:",
                                        "vars:",
                                        "*",
                                        "{{ a }}"))
                        .run(InventoryFuzzTest::inventory))
                .isPositive();
    }

    @Test
    void patternsOfPairsNameSomethingOrHaveProblems() throws Exception {
        Inventory inventory = inventoryOf(PAIRS);
        List<String> words = List.of(
                "a",
                "b",
                "night",
                "all",
                "*",
                "?",
                "[0]",
                "[0:1]",
                "[-1:]",
                "[",
                "]",
                "&",
                "!",
                "~",
                ":",
                ",",
                ":&",
                ":!",
                "~(",
                "~a|b",
                "(a+)+$",
                "999999999999");
        assertThat(new RandomTexts(List.of("a,b", "all:!night", "night[0:1]:&week", "~^(a|b)$", "x*[0]"), words)
                        .run(text -> select(inventory, text)))
                .isPositive();
    }

    @Test
    void extraVariablesHaveValuesOrProblems() throws Exception {
        List<String> words = List.of("=", "@", "@x.yml", "{", "}", "{{ a }}", "a=", "pair=1", "\n");
        assertThat(new RandomTexts(
                                List.of(
                                        "a=1",
                                        "flag=false",
                                        "s='3'",
                                        "{\"k\": [1, {b: c}]}",
                                        "@v.yml",
                                        "{a: {b: \"{{ c }}\"}}"),
                                words)
                        .run(InventoryFuzzTest::extra))
                .isPositive();
    }

    @TestFactory
    Stream<DynamicTest> inputsMadeToBeSlowEndSoon() {
        Inventory inventory = inventoryOf(PAIRS);
        Stream<String> patterns = Stream.of(
                "~(x+x+)+y",
                "~(x|y)*z".repeat(500),
                "*x".repeat(60) + "y",
                "?*".repeat(60) + "y",
                "a,".repeat(MANY),
                "[".repeat(MANY),
                "a".repeat(MANY),
                "a" + "[0]".repeat(MANY / 10),
                "~" + "(".repeat(MANY),
                ":!".repeat(MANY),
                "*[999999:]");
        Stream<String> given = Stream.of(
                "{".repeat(MANY),
                "=".repeat(MANY),
                "a=" + "[".repeat(MANY),
                "a".repeat(MANY),
                "a={{" + "(".repeat(MANY));
        return Stream.concat(
                patterns.map(text ->
                        test("-l " + text, () -> RandomTexts.tryOut("", text, each -> select(inventory, each)))),
                given.map(text -> test("-e " + text, () -> RandomTexts.tryOut("", text, InventoryFuzzTest::extra))));
    }

    private static DynamicTest test(String name, org.junit.jupiter.api.function.Executable executable) {
        return DynamicTest.dynamicTest(name.substring(0, Math.min(40, name.length())), executable);
    }

    private static Inventory inventoryOf(String text) {
        return Inventory.read(List.of(new Source("i.yml", text)), new Problems())
                .orElseThrow();
    }

    private static List<Problem> inventory(String text) {
        Problems problems = new Problems();
        Inventory.read(List.of(new Source("fuzz.yml", text)), problems).ifPresent(read -> {
            read.checkNames(Set.of(), problems);
            read.pairs().values().forEach(read::groupsOf);
        });
        return problems.toSortedList();
    }

    private static List<Problem> select(Inventory inventory, String text) {
        Problems problems = new Problems();
        inventory.select(new Node.Scalar(text, true, new Source("-l", text).start()), problems);
        return problems.toSortedList();
    }

    private static List<Problem> extra(String text) {
        Problems problems = new Problems();
        ExtraVars.read(
                List.of(text),
                (path, namedIn) -> path.equals("v.yml") ? Optional.of(new Source("v.yml", "a: 1")) : Optional.empty(),
                problems);
        return problems.toSortedList();
    }
}
