package dev.runbook.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import dev.runbook.cli.command.ProjectFixture;
import dev.runbook.engine.Modules;
import dev.runbook.report.text.Display;
import dev.runbook.runbook.Keyword;
import dev.runbook.runbook.LoadContext;
import dev.runbook.runbook.Runbook;
import dev.runbook.yaml.Problem;
import dev.runbook.yaml.Problems;
import dev.runbook.yaml.Source;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class DocTest {

    @TempDir
    private Path folder;

    private ProjectFixture project;

    @BeforeEach
    void makeAProject() {
        project = new ProjectFixture(folder);
    }

    @TestFactory
    Stream<DynamicTest> theSnippetOfAModuleHasNoMistakesWithAndWithoutItsOptionalArguments() {
        Modules modules = Modules.discover();
        return modules.names().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    List<String> lines = Snippet.of(modules.module(name).orElseThrow());
                    assertThat(mistakes(lines)).isEmpty();
                    List<String> others = modules.module(name).orElseThrow().alternatives().stream()
                            .skip(1)
                            .map(other -> "    #" + other + ":")
                            .toList();
                    List<String> whole = lines.stream()
                            .filter(line -> others.stream().noneMatch(line::startsWith))
                            .map(line -> line.startsWith("    #") && !line.startsWith("    # ")
                                    ? "    " + line.substring(5)
                                    : line)
                            .toList();
                    assertThat(mistakes(whole)).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> aPageOnATerminalHasNoMarksAndNoLineThatIsTooWide() {
        Modules modules = Modules.discover();
        return modules.names().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    String markdown = ModulePages.page(modules.module(name).orElseThrow());
                    Display display = new Display(70, 24, true, false, false, ZoneOffset.UTC);
                    assertThat(ModulePageText.of(name, markdown, display))
                            .startsWith(name, "")
                            .contains("Arguments")
                            .noneMatch(line -> line.startsWith("|") || line.startsWith("#") || line.contains("```"))
                            .filteredOn(line -> line.length() > 70)
                            .allMatch(line -> markdown.contains(line.strip()), "only what is to be copied");
                }));
    }

    @Test
    void anArgumentOnATerminalHasItsValueAndDefaultBesideItsNameAndItsMeaningBelow() throws Exception {
        String markdown = """
                # m

                Does `it`.

                ## Arguments

                | argument | value | default | meaning |
                |---|---|---|---|
                | `to` | text | required | Where **to**. |
                | `n` | number | `3` | How often. |
                """;
        assertThat(ModulePageText.of("m", markdown, new Display(70, 24, true, false, false, ZoneOffset.UTC)))
                .containsExactly(
                        "m",
                        "",
                        "Does it.",
                        "",
                        "Arguments",
                        "",
                        "  to  text; required",
                        "      Where to.",
                        "",
                        "  n  number; default 3",
                        "      How often.");
        assertThat(project.run("doc", "fail").out()).startsWith("# fail");
    }

    @Test
    void aSnippetIsPrintedAsATask() {
        assertThat(project.run("doc", "-s", "fail").out()).isEqualTo("""
            - name: No refresh in December
              fail:
                # Message of the failure.
                msg: "{{ pair.name }} is not to be refreshed this week"
            """);
    }

    @Test
    void eachKeywordHasAPageAndALine() {
        String all = project.run("doc", "-k").out();
        for (Keyword keyword : Keyword.all()) {
            assertThat(all).contains(keyword.doc());
            assertThat(project.run("doc", "-k", keyword.name()).out()).contains(keyword.doc(), keyword.example());
        }
        assertThat(project.run("doc", "-k", "retry").out()).isEqualTo("""
            retry  in task, handler

              Retry the task: how often and with which delay.
              Value: a mapping with max_attempts, delay, backoff, until, on.

              - {debug: {msg: hello}, retry: {max_attempts: 3, delay: 30s, backoff: exponential}}
            """);
    }

    @Test
    void aMistypedNameGetsTheNearestAndAKeywordItsOwnOption() {
        assertThat(project.run("doc", "rds-clon").err()).contains("did you mean 'rds-clone'?");
        assertThat(project.run("doc", "-k", "rety").err()).contains("did you mean 'retry'?");
        assertThat(project.run("doc", "when").err()).contains("it is a keyword: runbook doc -k when");
        assertThat(project.run("doc", "-s").exit()).isEqualTo(ExitCode.USAGE);
    }

    /** The mistakes in a task, except for undefined variables, which the runbook of the reader defines. */
    private static List<Problem> mistakes(List<String> task) {
        Problems problems = new Problems();
        Source source =
                new Source("snippet.yml", "- tasks:\n" + String.join("\n", task).indent(4));
        Runbook.read(
                source,
                new LoadContext(
                        Modules.discover(), (path, namedIn) -> Optional.empty(), Set.of("pair", "target", "source")),
                problems);
        return problems.toSortedList().stream()
                .filter(problem -> !problem.code().equals("undefined-variable"))
                .toList();
    }
}
