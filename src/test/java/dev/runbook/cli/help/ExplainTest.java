package dev.runbook.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.Golden;
import dev.runbook.cli.ExitCode;
import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.ProjectFixture;
import dev.runbook.inventory.VariableLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code inventory --explain} shows the origin of a value, and the same value that a run uses. */
class ExplainTest {

    private static final Path CASES = Path.of("src/test/cases/cli/explain");

    @TempDir
    private Path folder;

    /** All pairs of levels that can set variables, the weaker one first. */
    static Stream<Set<VariableLevel>> pairsOfLevels() {
        List<Set<VariableLevel>> pairs = new ArrayList<>();
        for (VariableLevel weaker : VariableLevel.values()) {
            for (VariableLevel stronger : VariableLevel.values()) {
                if (weaker != VariableLevel.MODULE_DEFAULTS && weaker.compareTo(stronger) < 0) {
                    pairs.add(EnumSet.of(weaker, stronger));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("pairsOfLevels")
    void theStrongerOfTwoLevelsWinsInARunAndInTheExplanation(Set<VariableLevel> levels) throws IOException {
        VariableLevel weaker = List.copyOf(levels).get(0);
        VariableLevel stronger = List.copyOf(levels).get(1);
        ProjectFixture project = project(levels);
        List<String> given = levels.contains(VariableLevel.COMMAND_LINE) ? List.of("-e", "x=COMMAND_LINE") : List.of();

        assertThat(call(project, given, "run", "levels", "-l", "demo").out())
                .contains("x is " + stronger)
                .doesNotContain("x is " + weaker);
        String explained = call(project, given, "inventory", "-l", "demo", "--explain", "x", "-r", "levels")
                .out();
        assertThat(fate(explained, stronger)).startsWith("wins");
        boolean partly = stronger == VariableLevel.TASK || stronger == VariableLevel.REGISTERED;
        assertThat(fate(explained, weaker))
                .isEqualTo(partly ? (weaker == VariableLevel.TASK ? "wins in it" : "wins") : "hidden");
    }

    @Test
    void anArgumentOfATaskWinsOverTheDefaultsOfItsModule() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("levels", """
                - module_defaults: {debug: {msg: of the play}}
                  tasks:
                    - {name: Usual, debug: {}}
                    - {name: Own, debug: {msg: its own}}
                    - block: [{name: Blocked, debug: {}}]
                      module_defaults: {debug: {msg: of the block}}
                """);
        assertThat(project.run("run", "levels", "-l", "demo").out()).contains("of the play", "its own", "of the block");
        Golden.check(
                CASES.resolve("an-argument.txt"),
                project.run("inventory", "-l", "demo", "--explain", "debug.msg", "-r", "levels")
                        .out());
    }

    @Test
    void aVariableWithABuiltInValueShowsItAndWhatIsStronger() {
        ProjectFixture project = new ProjectFixture(folder);
        String[] question = {"inventory", "-l", "demo", "--explain", "temporary_prefix"};
        assertThat(project.run(question).out())
                .contains("temporary_prefix of demo = temp-")
                .containsPattern("built in +temp- +wins");
        assertThat(call(project, List.of("-e", "temporary_prefix=t-"), question).out())
                .contains("temporary_prefix of demo = t-")
                .containsPattern("built in +temp- +hidden");
        assertThat(call(project, List.of("--output", "json"), question).out()).contains("built in", "\"temp-\"");
        assertThat(project.run("inventory", "--list").out()).containsPattern("old_prefix +old- +\\(built in\\)");
        assertThat(project.run("inventory", "--explain", "zzz").err()).contains("runbook inventory --list");
    }

    @Test
    void everyLevelIsShownWithItsPlace() throws IOException {
        ProjectFixture project = project(EnumSet.allOf(VariableLevel.class));
        String text = project.run(
                        "inventory", "--pair", "demo", "--explain", "x", "-r", "levels", "-e", "x=COMMAND_LINE")
                .out();
        Golden.check(CASES.resolve("every-level.txt"), text);
        assertThat(text.lines()).hasSizeGreaterThan(VariableLevel.values().length);
        String json = project.run(
                        "inventory",
                        "--pair",
                        "demo",
                        "--explain",
                        "x",
                        "-r",
                        "levels",
                        "-e",
                        "x=COMMAND_LINE",
                        "--output",
                        "json")
                .out();
        Golden.check(CASES.resolve("every-level.json"), json);
    }

    @Test
    void whatOnlyARunKnowsAndWhatIsSecretIsNotShown() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("levels", """
                - vars: {token: "{{ lookup('env', 'API_TOKEN') | default('t-0rd') }}", greeting: "for {{ done.msg }}", p: "{{ DB_PASSWORD }}"}
                  tasks:
                    - {name: Do, debug: {msg: hello}, register: done}
                    - {include: part.yml, inputs: {what: "{{ greeting }}"}}
                    - {name: Each, debug: {msg: "{{ item }}"}, loop: [1, 2], vars: {label: "no {{ item }}"}}
                """);
        Files.writeString(folder.resolve("runbooks/part.yml"), """
                inputs: {what: {type: text, required: true}}
                tasks: [{name: Inner, debug: {msg: "{{ copy }}"}, vars: {copy: "{{ what }}"}}]
                """);
        for (String name : List.of("token", "what", "copy", "greeting", "done", "item", "label")) {
            Golden.check(
                    CASES.resolve("known-when-run-" + name + ".txt"),
                    project.run(
                                    "inventory",
                                    "-l",
                                    "demo",
                                    "--explain",
                                    name,
                                    "-r",
                                    "levels",
                                    "-e",
                                    "DB_PASSWORD=canary-1")
                            .out());
        }
        assertThat(project.run("inventory", "-l", "demo", "--explain", "DB_PASSWORD", "-e", "DB_PASSWORD=canary-1")
                        .out())
                .contains("***")
                .doesNotContain("canary");
    }

    @Test
    void aNameThatNothingGivesIsAMistakeWithTheNearestOne() throws IOException {
        ProjectFixture project = project(EnumSet.of(VariableLevel.INVENTORY));
        CommandResult result = project.run("inventory", "-l", "demo", "--explain", "xx");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("nothing gives 'xx' for pair demo", "did you mean 'x'?");
        assertThat(project.run("inventory", "-r", "levels").err()).contains("need --explain");
    }

    private static CommandResult call(ProjectFixture project, List<String> given, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(given);
        return project.run(all.toArray(String[]::new));
    }

    /** The line of the explanation about the value of a level. */
    private static String fate(String explained, VariableLevel level) {
        return explained
                .lines()
                .filter(line -> line.startsWith("  " + level.words() + "  "))
                .map(line -> line.strip().split("  +")[2])
                .findFirst()
                .orElse("nothing in:\n" + explained);
    }

    /** A project in which exactly these levels set {@code x}, each to its own name. */
    private ProjectFixture project(Set<VariableLevel> levels) throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("levels", """
                - name: Levels
                %s  tasks:
                    - {name: Before, set: {%s}}
                    - name: Say
                      debug: {msg: "x is {{ x }}"}
                      vars: {%s}
                """.formatted(
                levels.contains(VariableLevel.MODULE_DEFAULTS)
                        ? "  module_defaults: {debug: {msg: x}}\n  vars: {" + x(levels, VariableLevel.PLAY) + "}\n"
                        : "  vars: {" + x(levels, VariableLevel.PLAY) + "}\n",
                levels.contains(VariableLevel.REGISTERED) ? x(levels, VariableLevel.REGISTERED) : "y: 1",
                x(levels, VariableLevel.TASK)));
        Files.writeString(folder.resolve("inventories/default.yml"), """
                accounts: {main: {region: eu-west-1}}
                vars: {%s}
                groups: {shop: {pairs: [demo], vars: {%s}}}
                pairs:
                  demo:
                    source: {instance: shop-prod}
                    target: {instance: shop-demo}
                    vars: {%s}
                """.formatted(
                x(levels, VariableLevel.INVENTORY), x(levels, VariableLevel.GROUP), x(levels, VariableLevel.PAIR)));
        return project;
    }

    private static String x(Set<VariableLevel> levels, VariableLevel level) {
        return levels.contains(level) ? "x: " + level : "";
    }
}
