package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {

    private static final String TALK = "- tasks: [{debug: {msg: hello}}]\n";

    @TempDir
    private Path folder;

    @Test
    void eachSettingIsShownWithTheStrongestPlaceThatSaysIt() throws IOException {
        write("runbook.yml", "forks: 3\ninventory: night\noutput: jsonl\n");
        assertThat(call(Map.of("RUNBOOK_FORKS", "8", "RUNBOOK_STATE", "/srv"), "config", "show", "-i", "day")
                        .out())
                .isEqualToIgnoringWhitespace("""
                    setting    value  origin
                    inventory  day    option -i
                    forks      8      variable RUNBOOK_FORKS
                    state      /srv   variable RUNBOOK_STATE
                    output     jsonl  runbook.yml:3:9
                    verbosity  0      default
                    """);
    }

    @Test
    void programsReadTheSettingsAsJson() throws IOException {
        write("runbook.yml", "forks: 3\n");
        assertThat(call(Map.of(), "config", "show", "--output", "json").out()).isEqualTo("""
            {
              "inventory": {"value": null, "origin": "default"},
              "forks": {"value": 3, "origin": "runbook.yml:1:8"},
              "state": {"value": "%s/.runbook", "origin": "default"},
              "output": {"value": "text", "origin": "default"},
              "verbosity": {"value": 0, "origin": "default"}
            }
            """.formatted(folder));
    }

    @Test
    void everyMistakeInTheFileIsReportedBeforeAnyVerbBegins() throws IOException {
        write("runbook.yml", "fork: 3\nforks: many\noutput: jsnl\nstate: \"{{ home }}\"\n");
        CommandResult result = call(Map.of(), "list", "pairs");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(call(Map.of(), "config", "show", "--output", "json").exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err())
                .contains(
                        "runbook.yml:1:1: unknown key 'fork' in runbook.yml",
                        "did you mean 'forks'?",
                        "runbook.yml:2:8: 'forks' cannot be 'many'",
                        "write a number from 1 to 1000",
                        "runbook.yml:3:9: 'output' cannot be 'jsnl'",
                        "did you mean 'jsonl'?",
                        "runbook.yml:4:8: an expression is not allowed here",
                        "4 problems");
    }

    @Test
    void aMistakeInAVariableIsReportedByTheVerbThatNeedsIt() throws IOException {
        new ProjectFixture(folder).addRunbook("talk", TALK);
        CommandResult result = call(Map.of("RUNBOOK_FORKS", "0"), "run", "talk");
        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err())
                .contains("variable RUNBOOK_FORKS: 'forks' cannot be '0'", "write a number from 1 to 1000");
        assertThat(call(Map.of("RUNBOOK_FORKS", "0"), "run", "talk", "--forks", "1")
                        .exit())
                .isZero();
    }

    @Test
    void aRunTakesInventoryStateAndOutputFromTheFile() throws IOException {
        new ProjectFixture(folder).addRunbook("talk", TALK);
        Files.move(folder.resolve("inventories/default.yml"), folder.resolve("inventories/night.yml"));
        write("inventories/other.yml", "accounts: {}\n");
        write("runbook.yml", "inventory: inventories/night.yml\nstate: journals\noutput: jsonl\n");
        CommandResult result = call(Map.of(), "run", "talk");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("{").contains("\"night.yml\"".replace("\"night", "inventories/night"));
        assertThat(folder.resolve("journals/runs")).isDirectory();
        assertThat(folder.resolve(".runbook")).doesNotExist();
    }

    @Test
    void theFileOfTheProjectCountsInEachOfItsFoldersAndItsPathsStartThere() throws IOException {
        new ProjectFixture(folder);
        write("runbook.yml", "inventory: inventories/default.yml\nstate: journals\n");
        Path elsewhere = Files.createDirectories(folder.resolve("deep/down"));
        for (Path home : List.of(folder, elsewhere)) {
            assertThat(state(elsewhere, home, Map.of())).isEqualTo(folder.resolve("journals"));
            assertThat(state(elsewhere, home, Map.of("RUNBOOK_STATE", "own"))).isEqualTo(elsewhere.resolve("own"));
            assertThat(CommandResult.runInProcess(elsewhere, home, Map.of(), "list", "pairs")
                            .out())
                    .contains("shop-demo");
        }
    }

    @Test
    void theStateIsThatOfTheNearestProjectUpwardsElseOfTheProgramsElseOfTheFolder() throws IOException {
        Path home = new ProjectFixture(folder.resolve("checkout")).folder();
        Path outside = Files.createDirectories(folder.resolve("outside"));
        assertThat(state(outside, outside, Map.of())).isEqualTo(outside.resolve(".runbook"));
        assertThat(state(outside, folder, Map.of())).isEqualTo(outside.resolve(".runbook"));
        assertThat(state(outside, home, Map.of())).isEqualTo(home.resolve(".runbook"));
        for (String mark : List.of("inventories", "runbooks", ".runbook")) {
            Path project = folder.resolve("project of " + mark);
            Files.createDirectories(project.resolve(mark));
            Path below = Files.createDirectories(project.resolve("deep/down"));
            assertThat(state(below, home, Map.of())).isEqualTo(project.resolve(".runbook"));
        }
    }

    @Test
    void aRunbookThatHasTheNameOfTheSettingsIsToldSo() throws IOException {
        ProjectFixture project = new ProjectFixture(folder);
        Files.writeString(folder.resolve("runbook.yml"), TALK);
        CommandResult result = project.run("validate", "runbook.yml");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err())
                .contains("runbook.yml:1:1: runbook.yml contains the settings of a project, and this is a list")
                .contains("give a runbook another name");
    }

    @Test
    void whatIsNamedAndFoundLiesInTheProjectAndNeverAmongTheExamplesOfTheInstallation() throws IOException {
        Path home = new ProjectFixture(folder.resolve("installation"))
                .addRunbook("talk", TALK)
                .folder();
        Path own = Files.createDirectories(folder.resolve("own/runbooks")).getParent();
        Files.writeString(own.resolve("runbooks/mine.yml"), TALK);
        CommandResult withoutInventory = CommandResult.runInProcess(own, home, Map.of(), "run", "mine");
        assertThat(withoutInventory.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(withoutInventory.err())
                .contains("there is no inventory in " + own.toRealPath().resolve("inventories"))
                .contains("the example of this installation is " + home.toRealPath());
        CommandResult withoutRunbook = CommandResult.runInProcess(own, home, Map.of(), "validate", "talk");
        assertThat(withoutRunbook.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(withoutRunbook.err())
                .contains("there is no runbook 'talk'", "there are runbooks/mine.yml")
                .contains("the example of this installation is " + home.toRealPath());
        String example = home.resolve("inventories/default.yml").toString();
        CommandResult byPath =
                CommandResult.runInProcess(own, home, Map.of("COLUMNS", "400"), "run", "mine", "-i", example);
        assertThat(byPath.exit()).as(byPath.err()).isZero();
        assertThat(byPath.out())
                .startsWith(
                        "runbooks/mine.yml on 2 pairs of " + Path.of(example).toRealPath() + "  run ");
        assertThat(CommandResult.runInProcess(own, home, Map.of(), "__complete", "--", "run", "")
                        .out())
                .contains("mine")
                .doesNotContain("talk");
        CommandResult inside = CommandResult.runInProcess(home, home, Map.of(), "run", "talk", "--check");
        assertThat(inside.out()).startsWith("check of runbooks/talk.yml on 2 pairs of inventories/default.yml\n");
    }

    @Test
    void runsFromDifferentFoldersOfAProjectKnowOfEachOther() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("talk", TALK);
        Path runbooks = folder.resolve("runbooks");
        assertThat(CommandResult.runInProcess(runbooks, runbooks, Map.of(), "run", "talk")
                        .exit())
                .isZero();
        assertThat(project.runs()).hasSize(1);
        assertThat(CommandResult.runInProcess(runbooks, runbooks, Map.of(), "history")
                        .out())
                .contains("talk");
        assertThat(runbooks.resolve(".runbook")).doesNotExist();
    }

    @Test
    void anInventoryThatDoesNotExistSaysWhoNamesIt() throws IOException {
        new ProjectFixture(folder);
        write("runbook.yml", "inventory: defualt\n");
        assertThat(call(Map.of(), "list", "pairs").err())
                .contains(
                        "there is no inventory 'defualt', which runbook.yml:1:12 names",
                        "did you mean inventories/default.yml?");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Path state(Path from, Path home, Map<String, String> environment) {
        String shown = CommandResult.runInProcess(from, home, environment, "config", "show")
                .out()
                .lines()
                .filter(line -> line.startsWith("state"))
                .findFirst()
                .orElseThrow();
        return Path.of(shown.replaceFirst("^state +", "").replaceFirst("  .*", ""));
    }

    private CommandResult call(Map<String, String> environment, String... words) {
        return CommandResult.runInProcess(folder, folder, environment, words);
    }
}
