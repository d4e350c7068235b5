package dev.runbook.modules.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.RandomTexts;
import dev.runbook.modules.sql.rules.RulesReader;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import dev.runbook.yaml.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Any rules file results in rules or in problems with a position inside the file. */
class RulesFuzzTest {

    @Test
    void rulesWithChangesInThemAreReadOrHaveProblems() throws Exception {
        List<String> words = List.of(
                "tables:",
                "keep:",
                "columns:",
                "match:",
                "types:",
                "why:",
                "update:",
                "rows:",
                "where:",
                "{a,b}",
                "*.*.*",
                "email",
                "digits",
                "null",
                "literal:",
                "expression:",
                "json:",
                "$.a[*].b",
                "[0-9",
                "public.");
        assertThat(new RandomTexts(RandomTexts.texts("rules.yml", "src/test/cases/sql"), words)
                        .run(RulesFuzzTest::read))
                .isPositive();
        assertThat(new RandomTexts(RandomTexts.texts(".yml", "sql"), words).run(RulesFuzzTest::read))
                .isPositive();
    }

    private static List<Problem> read(String text) {
        Problems problems = new Problems();
        Yaml.read(new Source("fuzz.yml", text), problems).ifPresent(node -> new RulesReader(problems).read(node));
        return problems.toSortedList();
    }
}
