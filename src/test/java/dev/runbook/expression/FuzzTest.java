package dev.runbook.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.yaml.Position;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is written, the answer is a value or a problem inside the source. */
class FuzzTest {

    private static final long SEED = 20261121;
    private static final int ROUNDS = 30_000;
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

    @Test
    void neverFailsWithoutAPlace() throws Exception {
        Random random = new Random(SEED);
        Scope scope = Sample.scope("{pair: {target: stage}, dbs: [{id: 1}, {id: 2}], flag: true}");
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int words = 1 + random.nextInt(9); words > 0; words--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextBoolean() ? " " : "");
            }
            String expression = random.nextInt(4) == 0 ? text.toString() : "{{ " + text + " }}";
            tryOut(expression, round, scope);
        }
    }

    @Test
    void placesErrorsInsideTheSourceHoweverItIsQuoted() throws Exception {
        Random random = new Random(SEED);
        Scope scope = Sample.scope("{pair: {target: stage}}");
        for (int round = 0; round < ROUNDS / 10; round++) {
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
            var node =
                    (dev.runbook.yaml.Node.Mapping) Yaml.read(source, problems).orElseThrow();
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

    private static void tryOut(String text, int round, Scope scope) {
        List<Problem> found = new ArrayList<>();
        Problems problems = new Problems();
        Source source = new Source("fuzz", text);
        Template.parse(new dev.runbook.yaml.Node.Scalar(text, true, source.start()), problems)
                .ifPresent(template -> {
                    try {
                        assertThat(template.evaluate(scope)).isNotInstanceOf(Value.Undefined.class);
                    } catch (ExpressionException e) {
                        found.add(e.problem());
                    }
                });
        found.addAll(problems.sorted());
        for (Problem problem : found) {
            Position place = problem.position();
            assertThat(place.line()).as("round %d: %s", round, text).isBetween(1, (int)
                    Math.max(1, text.lines().count()));
            assertThat(place.column())
                    .as("round %d: %s", round, text)
                    .isBetween(1, Math.max(1, source.line(place.line()).length() + 1));
            assertThat(problem.summary()).doesNotContain("canary").isNotBlank();
        }
    }
}
