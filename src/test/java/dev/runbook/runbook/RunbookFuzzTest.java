package dev.runbook.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.RandomTexts;
import dev.runbook.engine.Modules;
import dev.runbook.yaml.Node;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Any runbook, and any option that selects tasks, yields plays or problems within a time limit. */
class RunbookFuzzTest {

    @Test
    void runbooksWithChangesInThemAreReadOrHaveProblems() throws Exception {
        List<String> words = List.of(
                "tasks:",
                "block:",
                "rescue:",
                "always:",
                "handlers:",
                "notify:",
                "include:",
                "module_defaults:",
                "when:",
                "loop:",
                "loop_control:",
                "register:",
                "vars:",
                "vars_files:",
                "retry:",
                "until:",
                "serial:",
                "debug:",
                "set:",
                "assert:",
                "{{ item }}",
                "{{ missing }}",
                "\"{{ x | nofilter }}\"",
                "name: x",
                "- name: y");
        assertThat(new RandomTexts(RandomTexts.texts(".yml", "runbooks", "src/test/cases/runbook"), words)
                        .run(RunbookFuzzTest::read))
                .isPositive();
    }

    @TestFactory
    Stream<DynamicTest> inputsMadeToBeSlowEndSoon() {
        return Stream.of(
                        "- tasks:\n" + "  - debug: {msg: a}\n".repeat(5_000),
                        "- tasks:\n" + "  - debgu: {msg: a}\n".repeat(2_000),
                        "- tasks: [" + "{block: [".repeat(200) + "]}".repeat(200) + "]",
                        "- tasks: [{debug: {msg: " + "x".repeat(100_000) + "}}]",
                        "- " + "x".repeat(100_000) + ": 1",
                        "- tasks: [{include: input.yml}]",
                        "- vars_files: [input.yml]\n  tasks: []")
                .map(text -> DynamicTest.dynamicTest(
                        text.substring(0, Math.min(40, text.length())).strip(),
                        () -> RandomTexts.tryOut("", text, RunbookFuzzTest::read)));
    }

    private static List<Problem> read(String text) {
        Problems problems = new Problems();
        LoadContext loadContext = new LoadContext(
                Modules.discover(),
                (path, namedIn) -> path.equals("input.yml") ? Optional.of(new Source(path, text)) : Optional.empty(),
                FixedModuleCatalogue.VARIABLES);
        Runbook.read(new Source("input.yml", text), loadContext, problems).ifPresent(runbook -> {
            Node.Scalar word = new Node.Scalar("*a*", false, new Source("-t", "*a*").start());
            Selection.of(runbook, new Selection.Request(List.of(word), List.of(word), Optional.of(word)), problems);
        });
        return problems.toSortedList();
    }
}
