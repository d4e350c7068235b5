package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** No control character from a file, a name or an option reaches the terminal, where it could change the displayed text. */
class ControlCharactersTest {

    /** In the notation of double-quoted YAML: set the title, erase the line, bell, and the one-character form of a sequence. */
    private static final String EVIL = "\\e]0;t\\a\\e[1A\\e[2K\\x9b31m";

    private static final String RAW = "\033]0;t\007\033[1A\u009b31m";

    private static final String INVENTORY = """
            accounts: {main: {region: eu-west-1, profile: "eu%1$s"}}
            groups: {g: {pairs: [p], vars: {x: "x%1$s"}}}
            vars: {y: "y%1$s", z: 1}
            pairs:
              p:
                source: {instance: prod, user: "u%1$s"}
                target: {instance: stage, database: "d%1$s"}
            """.formatted(EVIL);

    private static final String RUNBOOK = """
            - name: "play%1$s"
              vars: {t: "t%1$s"}
              tasks:
                - {name: "task%1$s", id: a, tags: ["tag%1$s"], debug: {msg: "m%1$s {{ t }} {{ y }}"}}
                - {name: "assert%1$s", assert: {that: "1 == 2", msg: "f%1$s"}, ignore_errors: true}
                - {name: "set%1$s", set: {v: "v%1$s"}}
                - {name: "var%1$s", debug: {var: v}}
            """.formatted(EVIL);

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> noVerbShowsOne() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("r", RUNBOOK);
        Files.writeString(folder.resolve("inventories/default.yml"), INVENTORY);
        return Stream.of(
                        "list tasks r",
                        "list pairs",
                        "list tags r",
                        "list tasks r -t no" + RAW,
                        "inventory",
                        "inventory --graph",
                        "inventory --explain x",
                        "inventory --explain x --output json",
                        "inventory --explain t -r r",
                        "inventory --explain no" + RAW,
                        "validate r -l no" + RAW,
                        "validate no" + RAW,
                        "validate r -e no" + RAW + "=1",
                        "validate r -i no" + RAW,
                        "run r --check -v",
                        "run r -v",
                        "run r -e y=e" + RAW,
                        "run r --check --out plan.json",
                        "run --plan plan.json",
                        "run r --output jsonl",
                        "run r --output github",
                        "run r --output junit",
                        "history",
                        "show last -v",
                        "show no" + RAW,
                        "resume last",
                        "rollback last --check",
                        "discard last --check",
                        "config",
                        "doc no" + RAW,
                        "no" + RAW)
                .map(line -> DynamicTest.dynamicTest(line.replaceAll("\\p{Cntrl}", "?"), () -> {
                    CommandResult result = project.run(line.split(" "));
                    assertThat(controls(result.out() + result.err()))
                            .as(result.out() + result.err())
                            .isEmpty();
                }));
    }

    @Test
    void whatARunSaysStandsThereWithoutThem() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("r", RUNBOOK);
        Files.writeString(folder.resolve("inventories/default.yml"), INVENTORY);
        String shown = EVIL.replaceAll("\\\\(e|a|x9b)", "?");
        assertThat(project.run("run", "r").out()).contains("m" + shown + " t" + shown, "f" + shown);
        assertThat(project.run("list", "tasks", "r").out()).contains("task" + shown, "tag" + shown);
    }

    @Test
    void noMistakeShowsOne() throws IOException {
        List<String> mistakes = List.of(
                INVENTORY.replace("z: 1", "\"z" + EVIL + "\": 1"),
                "pairs: {\"p" + EVIL + "\": {}}\n",
                "accounts: {a: {region: b}}\nunknown: \"" + EVIL + "\"\n\"key" + EVIL + "\": 1\n",
                "pairs: [" + RAW + "\n",
                "vars: {x: " + RAW + "}\n",
                "accounts: {a: {region: b}}\npairs: {p: {source: {instance: \"i" + EVIL
                        + "\"}, target: {instance: t}}}\n");
        ProjectFixture project =
                new ProjectFixture(folder).addRunbook("r", "- tasks: [{debug: {msg: \"{{ no }}\"}}]\n");
        for (String text : mistakes) {
            Files.writeString(folder.resolve("inventories/default.yml"), text);
            for (String output : List.of("text", "github")) {
                CommandResult result =
                        CommandResult.runInProcess(folder, folder, Map.of("RUNBOOK_OUTPUT", output), "validate", "r");
                assertThat(result.exit()).isNotZero();
                assertThat(controls(result.out() + result.err()))
                        .as(result.out() + result.err())
                        .isEmpty();
            }
        }
        for (String text : List.of(
                "- tasks: [{\"mod" + EVIL + "\": {}}]\n",
                "- tasks: [{debug: {msg: \"{{ no('" + EVIL + "') }}\"}}]\n",
                "- \"key" + EVIL + "\": 1\n",
                "- tasks: [{debug: {msg: " + RAW + "}}]\n")) {
            project.addRunbook("r", text);
            CommandResult result = project.run("validate", "r");
            assertThat(result.exit()).isNotZero();
            assertThat(controls(result.out() + result.err()))
                    .as(result.out() + result.err())
                    .isEmpty();
        }
    }

    private static String controls(String shown) {
        return shown.replaceAll("[^\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]", "");
    }
}
