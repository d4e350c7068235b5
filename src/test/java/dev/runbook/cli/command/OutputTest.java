package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.runbook.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output formats of a run. */
class OutputTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void makeAProject() throws IOException {
        write("inventory.yml", """
            accounts: {main: {region: eu-west-1}}
            protect: [shop-prod]
            pairs:
              demo:
                source: {instance: shop-prod}
                target: {instance: shop-demo}
            """);
        write("talk.yml", """
            - name: Talk
              tasks:
                - name: Say it
                  debug: {msg: "::error::hello"}
                - name: Stop here
                  fail: {msg: "not today"}
            """);
    }

    @Tag("slow")
    @Test
    void outputThatIsLostIsAnErrorUnlessItsReaderHasSeenEnough() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "this system has no /dev/full");
        ProjectFixture project = new ProjectFixture(folder);
        CommandResult full = project.runSystemCommand("bash", "-c", "runbook history >/dev/full");
        assertThat(full.exit()).isEqualTo(ExitCode.INTERNAL);
        assertThat(full.err()).isEqualTo("runbook: the output could not be written\n");
        CommandResult failed =
                project.runSystemCommand("bash", "-c", "runbook run talk.yml -i inventory.yml >/dev/full");
        assertThat(failed.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("runbook: the output could not be written\n");
        CommandResult left =
                project.runSystemCommand("bash", "-c", "set -o pipefail; runbook schema runbook | head -n 1");
        assertThat(left.exit()).isEqualTo(ExitCode.OK);
        assertThat(left.out()).isEqualTo("{\n");
        assertThat(left.err()).isEmpty();
    }

    @Test
    void jsonIsOneDocument() throws IOException {
        CommandResult result = run("talk.yml", "json");
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .startsWith("{\"format_version\":1,")
                .contains("\"status\":\"failed\"", "\"message\":\"not today\"", "\"exit\":4")
                .endsWith("}\n")
                .hasLineCount(1);
    }

    @Test
    void junitIsXml() throws IOException {
        assertThat(run("talk.yml", "junit").out())
                .startsWith("<?xml")
                .contains(
                        "<testcase classname=\"demo\" name=\"Stop here\"",
                        "message=\"foreseen, so nothing was begun: not today\"");
    }

    @Test
    void githubGetsAnnotationsAndASummaryBehindWhatTheFileHeld() throws IOException {
        write("summary.md", "# before\n");
        assertThat(run("talk.yml", "github").out())
                .containsPattern(
                        "(?m)^::error file=talk.yml,line=5,col=\\d+,title=demo  foreseen  2/2 Stop here::not today")
                .doesNotContainPattern("(?m)^\\s*::error::hello");
        assertThat(Files.readString(folder.resolve("summary.md")))
                .startsWith("# before\n### talk.yml: failed")
                .contains("| demo | shop-prod → shop-demo |");
    }

    @Test
    void githubShowsMistakesWhereTheyStand() throws IOException {
        write("wrong.yml", "- name: Wrong\n  tasks:\n    - debg: {msg: hello}\n");
        CommandResult result = run("wrong.yml", "github");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.out()).startsWith("::error file=wrong.yml,line=3,col=7,title=");
        assertThat(result.err()).contains("wrong.yml:3:7: ");
    }

    @Test
    void githubShowsMistakesWhenItIsSettledAndNotGiven() throws IOException {
        write("wrong.yml", "- name: Wrong\n  tasks:\n    - debg: {msg: hello}\n");
        String annotation = "::error file=wrong.yml,line=3,col=7,title=";
        Map<String, String> variable = Map.of("RUNBOOK_OUTPUT", "github");
        assertThat(in(variable, "run", "wrong.yml", "-i", "inventory.yml").out())
                .startsWith(annotation);
        assertThat(in(variable, "run", "wrong.yml", "-i", "inventory.yml", "--output", "text")
                        .out())
                .isEmpty();
        assertThat(in(variable, "config", "show", "--output", "json").exit()).isZero();
        write("runbook.yml", "output: github\n");
        assertThat(in(Map.of(), "run", "wrong.yml", "-i", "inventory.yml").out())
                .startsWith(annotation);
    }

    @Test
    void aWrongFormIsItselfAMistakeOfItsFile() throws IOException {
        write("runbook.yml", "output: gitlab\n");
        CommandResult result = in(Map.of(), "run", "talk.yml", "-i", "inventory.yml");
        assertThat(result.exit()).isEqualTo(ExitCode.INVALID);
        assertThat(result.err()).contains("runbook.yml:1:9: ", "'output' cannot be 'gitlab'");
        assertThat(in(Map.of("RUNBOOK_OUTPUT", "github"), "run", "talk.yml", "-i", "inventory.yml")
                        .out())
                .startsWith("::error file=runbook.yml,line=1,col=9,");
    }

    private CommandResult in(Map<String, String> environment, String... words) {
        return CommandResult.runInProcess(folder, folder, environment, words);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private CommandResult run(String runbook, String form) {
        Map<String, String> summary =
                Map.of("GITHUB_STEP_SUMMARY", folder.resolve("summary.md").toString());
        return CommandResult.runInProcess(
                folder, folder, summary, "run", runbook, "-i", "inventory.yml", "--output", form);
    }
}
