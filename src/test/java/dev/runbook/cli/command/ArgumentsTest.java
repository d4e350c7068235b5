package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How command lines are parsed, and the messages about invalid ones. */
class ArgumentsTest {

    @TempDir
    private Path folder;

    private ProjectFixture project;

    @BeforeEach
    void makeAProject() throws IOException {
        project = new ProjectFixture(folder)
                .addRunbook("greet", "- tasks: [{debug: {msg: \"{{ greeting | default('hello') }}\"}}]\n")
                .addRunbook("fails", "- tasks: [{fail: {msg: \"{{ greeting }} and no way\"}}]\n");
    }

    @Test
    void aFileOfVariablesIsNamedInAWordOfItsOwn() throws IOException {
        Path vars = Files.writeString(folder.resolve("vars.yml"), "greeting: good morning\n");
        CommandResult result = project.run("run", "greet", "-e", "@" + vars);
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("| good morning");
        assertThat(project.run("run", "fails", "-l", "demo", "-e", "@" + vars).out())
                .contains("good morning and no way");
        assertThat(project.run("resume", "last").out()).contains("good morning and no way");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , "})
    void aPatternWithoutANameIsAVariableThatIsNotSetAndDoesNotMeanAllPairs(String pattern) {
        for (String[] words : new String[][] {
            {"run", "greet"}, {"validate", "greet"}, {"list", "pairs"}, {"inventory"}, {"inventory", "-r", "greet"}
        }) {
            List<String> line = new ArrayList<>(List.of(words));
            if (line.contains("-r")) {
                line.addAll(List.of("--explain", "greeting"));
            }
            line.addAll(List.of("-l", pattern));
            assertMistake("-l names no pair", "leave -l out to select all pairs", line.toArray(String[]::new));
        }
    }

    @Test
    void anEmptyNameOfAnInventoryOrPairIsNotTakenForNone() {
        assertMistake("-i names no inventory", "leave -i out to use the default one", "run", "greet", "-i", "");
        assertMistake("-i names no inventory", "leave -i out to use the default one", "config", "show", "-i", "");
        assertMistake(
                "--pair names no pair", "leave --pair out to list the runs of all pairs", "history", "--pair", "");
    }

    @Test
    void aFileThatIsNotUtf8IsAMistakeInItWithItsPlace() throws IOException {
        byte[] latin = "- name: Fine\n- name: Caf\u00e9 \u00fc\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("runbooks/latin.yml"), latin);
        CommandResult result = project.run("validate", "latin", "-l", "nobody");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err())
                .contains("runbooks/latin.yml:2:12: this is not UTF-8 text", "save the file in UTF-8", "'nobody'");
        for (String file : List.of("runbook.yml", "inventories/default.yml")) {
            byte[] before = Files.exists(folder.resolve(file)) ? Files.readAllBytes(folder.resolve(file)) : new byte[0];
            Files.write(folder.resolve(file), new byte[] {'a', (byte) 0xff});
            CommandResult refused = project.run("run", "greet");
            assertThat(refused.exit()).isEqualTo(ExitCode.INVALID);
            assertThat(refused.err()).contains(file + ":1:2: this is not UTF-8 text");
            Files.write(folder.resolve(file), before);
        }
    }

    @Test
    void aFileThatAnotherNamesIsNotSaidToBeMissingWhenItIsThere() throws IOException {
        byte[] latin = "word: Caf\u00e9 \u00fc\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(folder.resolve("runbooks/latin.yml"), latin);
        Files.createDirectories(folder.resolve("runbooks/more"));
        Files.writeString(
                folder.resolve("runbooks/main.yml"),
                "- vars_files: [latin.yml, more, none.yml]\n  tasks: [{include: latin.yml}]\n");
        CommandResult result = project.run("validate", "main", "-e", "@runbooks/latin.yml");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err())
                .contains("main.yml:1:16: 'latin.yml' is not UTF-8 text at line 1, column 10: save it in UTF-8")
                .contains("main.yml:1:27: 'more' is a folder, not a file")
                .contains("main.yml:1:33: there is no file 'none.yml'")
                .contains("main.yml:2:21: 'latin.yml' is not UTF-8 text")
                .contains("-e:1:2: 'runbooks/latin.yml' is not UTF-8 text");
    }

    @Test
    void theSandboxTakesOnlyFormsThatItHas() {
        assertMistake("--output cannot be 'json'", "did you mean 'jsonl'?", "sandbox", "calls", "--output", "json");
    }

    @Test
    void aFolderWithoutInventoriesIsNoInventory() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        CommandResult result = project.run("run", "greet", "-i", "empty");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("there is no inventory in " + empty.toRealPath());
    }

    @Test
    void whatASandboxIsMadeFromIsNotOfferedAsAnInventory() throws IOException {
        Files.writeString(folder.resolve("inventories/demo-fleet.yml"), "region: eu-west-1\ninstances: {}\n");
        assertMistake(
                "there is no inventory 'nowhere'",
                "there are inventories/default.yml",
                "list",
                "pairs",
                "-i",
                "nowhere");
        assertThat(project.run("__complete", "--", "run", "-i", "").out()).isEqualTo("default\n");
        Files.move(folder.resolve("inventories/default.yml"), folder.resolve("inventories/demo.yml"));
        assertThat(project.run("list", "pairs").exit()).isZero();
    }

    @Test
    void aFolderIsNoRunbook() throws IOException {
        assertMistake(
                "runbooks is a folder", "name a runbook: runbooks/fails.yml, runbooks/greet.yml", "run", "runbooks");
        Files.createDirectory(folder.resolve("greet"));
        assertThat(project.run("validate", "greet").exit()).isZero();
    }

    @Test
    void wordsThatPeopleKnowFromElsewhereAreUnderstood() {
        assertThat(project.run("config", "show", "-f", "7").out()).containsPattern("forks +7 +option --forks");
        assertThat(project.run("run", "greet", "-f", "1", "--pair", "demo").out())
                .contains("demo")
                .doesNotContain("stage");
        assertThat(project.run("list", "pairs", "--pair", "demo").out())
                .isEqualTo(project.run("list", "pairs", "-l", "demo").out());
        assertThat(project.run("help")).isEqualTo(project.run("--help"));
        assertThat(project.run("help", "list")).isEqualTo(project.run("list", "--help"));
        assertMistake("there is no command 'lst'", "did you mean 'list'?", "help", "lst");
        assertThat(project.run("__complete", "--", "help", "hel").out()).isEqualTo("help\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "run greet --forks x ; run: --forks cannot be 'x' ; write a whole number",
                "history -n 1.5 ; history: -n cannot be '1.5' ; write a whole number",
                "run greet --output yaml ; run: --output cannot be 'yaml' ; write one of: text, jsonl, json, junit, github",
                "run greet --output jsnl ; run: --output cannot be 'jsnl' ; did you mean 'jsonl'?",
                "list task greet ; list: tasks|pairs|tags cannot be 'task' ; did you mean 'tasks'?",
                "list ; list: tasks|pairs|tags is missing ; write one of: tasks, pairs, tags",
                "show ; show: RUN is missing ; a run: its id, the start of an id, or last",
                "run greet --check=yes ; run: --check takes no value, and 'yes' is given ; leave it out",
                "run greet -i a -i b ; run: --inventory is given twice ; leave one of the two out",
                "run greet --from ; run: --from needs a value: TASK ; run --help shows every option",
                "run greet --chek ; run: unknown option '--chek' ; did you mean '--check'?",
                "run greet x ; run: one argument too many: 'x' ; run --help shows every option",
            })
    void aWordThatCannotBeIsAnsweredInTheWordsOfTheHelp(String line, String said, String hint) {
        CommandResult result = project.run(line.split(" "));
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .startsWith("runbook " + said + "\n")
                .contains(hint + "\n")
                .endsWith("--help shows every option\n");
    }

    @Test
    void optionsThatTogetherLeaveNoTaskStartNoRun() throws IOException {
        project.addRunbook("two", "- tasks: [{debug: {msg: a}, tags: database}, {debug: {msg: b}, tags: media}]\n");
        for (String check : List.of("--check", "--yes")) {
            assertMistake(
                    "no task is selected by -t database and --skip-tags database",
                    "'runbook list tasks' with the same options says why each is left out",
                    "run",
                    "two",
                    check,
                    "-t",
                    "database",
                    "--skip-tags",
                    "database");
        }
        assertThat(project.run("list", "tasks", "two", "-t", "database", "--skip-tags", "database")
                        .out())
                .contains("(skipped by tag)", "(has none of the selected tags)");
        assertThat(folder.resolve(".runbook")).doesNotExist();
    }

    private void assertMistake(String said, String hint, String... words) {
        CommandResult result = project.run(words);
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).startsWith("runbook: " + said + "\n").contains("  hint: " + hint + "\n");
        assertThat(result.out()).isEmpty();
    }
}
