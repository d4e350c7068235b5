package dev.runbook.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.RandomTexts;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Any text yields, within a time limit, a value or a problem whose position is in the source. */
class ExpressionFuzzTest {

    private static final long SEED = 20261121;
    private static final int ROUNDS = 3_000;
    private static final List<String> WORDS = List.of(
            "pair",
            ".target",
            "[0]",
            "[-1]",
            "[1:]",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "{{",
            "}}",
            "'",
            "\"",
            "'a'",
            "'%d'",
            "\\",
            "1",
            "2.5",
            "99999999999",
            "|",
            "| upper",
            "| default('x')",
            "| int",
            "| join(',')",
            "| map('upper')",
            "| map(attribute='id')",
            "| regex_replace('(a+)+$', '\\1')",
            "| sort",
            "| length",
            "| format(1)",
            "| hash",
            "| to_json",
            "| from_json",
            "| from_yaml",
            "| to_yaml",
            "| b64decode",
            "| strftime",
            "| to_datetime",
            "| combine({})",
            "| dict2items",
            "| items2dict",
            "| zip([1])",
            "| selectattr('id', 'eq', 1)",
            "| flatten",
            "is",
            "is not",
            "is defined",
            "is changed",
            "is version('1', '<')",
            "and",
            "or",
            "not",
            "in",
            "if",
            "else",
            "+",
            "-",
            "*",
            "/",
            "//",
            "%",
            "**",
            "~",
            "==",
            "<",
            ">=",
            ",",
            ":",
            "=",
            " ",
            "\n",
            "secret",
            "unknown",
            "missing",
            "dbs",
            "true",
            "none",
            "lookup('env', 'HOME')",
            "lookup('file', 'x')",
            "now()",
            ".strftime('%Y')",
            "range(9)",
            ".split('a')",
            ".get('x')",
            ".items()",
            "é",
            "{% if %}",
            "$",
            "!",
            "&&",
            "0",
            "[1, 'a', none]",
            "{'a': 1}");

    private static final List<String> VALUES = List.of(
            "1",
            "0",
            "-7",
            "2.5",
            "9223372036854775807",
            "'a'",
            "''",
            "'2026-11-21'",
            "'%d %s'",
            "'(a+)+$'",
            "true",
            "none",
            "[]",
            "[1, 2]",
            "['b', 'A']",
            "[[1], [2]]",
            "{}",
            "{'a': 1}",
            "pair",
            "dbs",
            "secret",
            "unknown",
            "missing",
            "[1, unknown]",
            "['a', secret]",
            "{'a': unknown}",
            "{'key': secret, 'value': 1}",
            "pair.target",
            "now()");

    private static final List<String> SIGNS =
            List.of("+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", ">=", "in", "not in", "and", "or");
    private static final List<String> NAMES = List.of(
            "attribute", "default", "boolean", "reverse", "case_sensitive", "start", "base", "format", "levels");

    @Test
    void wordsInAnyOrderGiveAValueOrAProblem() throws Exception {
        assertThat(RandomTexts.run(ExpressionFuzzTest::soup, reader())).isPositive();
    }

    @Test
    void wellFormedExpressionsGiveAValueOrAProblem() throws Exception {
        assertThat(RandomTexts.run(random -> "{{ " + term(random, 3) + " }}", reader()))
                .isPositive();
    }

    @Test
    void casesWithChangesInThemGiveAValueOrAProblem() throws Exception {
        List<String> cases = Files.readAllLines(Path.of("src/test/cases/expression/operations.txt")).stream()
                .filter(line -> line.startsWith("  "))
                .map(line ->
                        "{{ " + line.substring(0, line.lastIndexOf("  => ")).strip() + " }}")
                .toList();
        assertThat(new RandomTexts(cases, WORDS).run(reader())).isPositive();
    }

    @TestFactory
    Stream<DynamicTest> inputsMadeToBeSlowEndSoon() throws Exception {
        RandomTexts.Reader reader = reader();
        return Stream.concat(longTexts(), longResults())
                .map(text -> DynamicTest.dynamicTest(
                        text.length() > 70 ? text.substring(0, 70) + "..." : text,
                        () -> RandomTexts.tryOut("", text, reader)));
    }

    private static Stream<String> longTexts() {
        int many = 100_000;
        return Stream.of(
                "{{ " + "(".repeat(many) + " }}",
                "{{ " + "(".repeat(many) + "1" + ")".repeat(many) + " }}",
                "{{ " + "[".repeat(many) + " }}",
                "{{ " + "{".repeat(many) + " }}",
                "{{ " + "{'a':".repeat(90) + "1" + "}".repeat(90) + " }}",
                "{{ ".repeat(many),
                "{{ " + "not ".repeat(many) + "true }}",
                "{{ " + "- ".repeat(many) + "1 }}",
                "{{ 1" + " + 1".repeat(many) + " }}",
                "{{ 1" + " + 1".repeat(400) + " }}",
                "{{ 2" + " ** 2".repeat(400) + " }}",
                "{{ 'a'" + " | upper".repeat(many) + " }}",
                "{{ pair" + ".a".repeat(many) + " }}",
                "{{ pair" + "[pair".repeat(many) + " }}",
                "{{ 1" + " if true else 1".repeat(many) + " }}",
                "{{ " + "true and ".repeat(400) + "true }}",
                "{{ " + "a".repeat(many) + " }}",
                "{{ '" + "a".repeat(many) + "' | " + "a".repeat(many) + " }}",
                "{{ " + "9".repeat(many) + " }}",
                "{{ 1" + "0".repeat(400) + ".0 }}",
                "{{ a }}".repeat(many / 10));
    }

    private static Stream<String> longResults() {
        return Stream.of(
                "{{ 'x' * 10**9 }}",
                "{{ 2 ** 10**9 }}",
                "{{ 10.5 ** 10**9 }}",
                "{{ range(10**12) }}",
                "{{ range(10000) | map('string') | join(',' * 1000) }}",
                "{{ range(10000) | reverse | sort | unique | length }}",
                "{{ ('a' * 1000000) | list | unique }}",
                "{{ ('a' * 1000000) | replace('a', 'b' * 1000000) }}",
                "{{ ('a' * 1000000) | regex_replace('a', 'b' * 1000) }}",
                "{{ ('a' * 100) | regex_search('(a+)+$b') }}",
                "{{ ('x' * 100) | regex_search('(x+x+)+y') }}",
                "{{ ('x' * 100000) is match('(x|y)*z') }}",
                "{{ 'a' | regex_search('" + "(".repeat(100_000) + "') }}",
                "{{ ('[' * 100000) | from_json }}",
                "{{ ('[' * 100000) | from_yaml }}",
                "{{ '%999999999d' | format(1) }}",
                "{{ '%.99f' | format(1.0e300) }}",
                "{{ ('%s' * 1000) | format(1) }}",
                "{{ '1e999999999' | float }}",
                "{{ ('9' * 1000000) | int(0) }}",
                "{{ (('9' * 100000) ~ '.5') is version('9' * 100000) }}",
                "{{ ('%Y' * 100000) | strftime(0) | length }}");
    }

    @Test
    void anEndlessChainOfVariablesIsAProblem() throws Exception {
        StringBuilder vars = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            vars.append("v" + i + ": '{{ v" + (i + 1) + " }}'\n");
        }
        Scope scope = ExpressionFixture.scope(vars + "v20000: end\n");
        RandomTexts.tryOut("", "{{ v0 }}", text -> read(text, scope));
        assertThat(ExpressionFixture.template("{{ v19999 }}", scope)).isEqualTo(new Value.Text("end"));
    }

    @Test
    void placesErrorsInsideTheSourceHoweverItIsQuoted() throws Exception {
        Random random = new Random(SEED);
        Scope scope = ExpressionFixture.scope("{pair: {target: stage}}");
        for (int round = 0; round < ROUNDS; round++) {
            String inner = "{{ pair.target }}".repeat(random.nextInt(3)) + " it''s {{ pair.missing }}";
            String yaml = List.of(
                            "x: '" + inner + "'\n",
                            "x: \"a\\tb\\u00e9 " + inner + "\"\n",
                            "x: |\n  one\n  two " + inner + "\n",
                            "x: >-\n    folded\n    over {{ pair.missing }}\n",
                            "x: plain\n  over lines " + inner + "\n")
                    .get(random.nextInt(5));
            Problems problems = new Problems();
            Source source = new Source("fuzz.yml", yaml);
            var node = (Node.Mapping) Yaml.read(source, problems).orElseThrow();
            Template template =
                    Template.parse(node.get("x").orElseThrow(), problems).orElseThrow();
            try {
                template.evaluate(scope);
            } catch (ExpressionException e) {
                Position place = e.problem().position();
                assertThat(source.line(place.line()).substring(place.column() - 1))
                        .as("%s round %d", yaml, round)
                        .startsWith("missing }}");
            }
        }
    }

    private static RandomTexts.Reader reader() throws Exception {
        Scope scope = ExpressionFixture.scope("{pair: {target: stage}, dbs: [{id: 1}, {id: 2}], flag: true}");
        return text -> read(text, scope);
    }

    private static List<Problem> read(String text, Scope scope) {
        Problems problems = new Problems();
        Node.Scalar written = new Node.Scalar(text, true, new Source("fuzz", text).start());
        List<Problem> found = new ArrayList<>();
        Template.parse(written, problems).ifPresent(template -> {
            try {
                Value value = template.evaluate(scope);
                assertThat(value).isNotInstanceOf(Value.UndefinedName.class);
                assertThat(value.show()).doesNotContain("canary");
            } catch (ExpressionException e) {
                found.add(e.problem());
                assertThat(e.problem().summary())
                        .as("an unknown is no mistake")
                        .doesNotContain("a value known when run", "'<known when run>'");
            }
        });
        found.addAll(problems.toSortedList());
        return found;
    }

    private static String soup(Random random) {
        StringBuilder text = new StringBuilder();
        for (int words = 1 + random.nextInt(9); words > 0; words--) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextBoolean() ? " " : "");
        }
        return random.nextInt(4) == 0 ? text.toString() : "{{ " + text + " }}";
    }

    private static String term(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        String left = term(random, depth - 1);
        return switch (random.nextInt(8)) {
            case 0 -> "(" + left + ") " + pick(SIGNS, random) + " (" + term(random, depth - 1) + ")";
            case 1 -> "(" + left + " if " + term(random, depth - 1) + " else " + term(random, depth - 1) + ")";
            case 2 -> "(" + left + ")[" + term(random, depth - 1) + "]";
            case 3 -> "(" + left + ")." + pick(List.copyOf(Methods.names()), random) + arguments(random, depth);
            default -> "(" + left + callTerm(random, depth) + ")";
        };
    }

    /** A call of a filter, a test or a function; a function call needs no operand. */
    private static String callTerm(Random random, int depth) {
        String name = pick(List.copyOf(OperationRegistry.names()), random);
        String word = name.substring(name.indexOf(' ') + 1);
        if (name.startsWith("function ")) {
            return " | default(" + word + arguments(random, depth) + ")";
        }
        return (name.startsWith("filter ") ? ") | " : ") is ") + word + arguments(random, depth) + " | default(1";
    }

    private static String arguments(Random random, int depth) {
        List<String> arguments = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            arguments.add((random.nextInt(5) == 0 ? pick(NAMES, random) + "=" : "") + term(random, depth - 1));
        }
        return "(" + String.join(", ", arguments) + ")";
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }
}
