package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
        SmallProject project = new SmallProject(folder);
        ProgramExit full = project.system("bash", "-c", "runbook history >/dev/full");
        assertThat(full.exit()).isEqualTo(Exit.INTERNAL);
        assertThat(full.err()).isEqualTo("runbook: the output could not be written\n");
        ProgramExit failed = project.system("bash", "-c", "runbook run talk.yml -i inventory.yml >/dev/full");
        assertThat(failed.exit()).isEqualTo(Exit.FAILED);
        assertThat(failed.err()).contains("runbook: the output could not be written\n");
        ProgramExit left = project.system("bash", "-c", "set -o pipefail; runbook schema runbook | head -n 1");
        assertThat(left.exit()).isEqualTo(Exit.OK);
        assertThat(left.out()).isEqualTo("{\n");
        assertThat(left.err()).isEmpty();
    }

    @Test
    void jsonIsOneDocument() throws IOException {
        ProgramExit ended = run("talk.yml", "json");
        assertThat(ended.exit()).isEqualTo(Exit.FAILED);
        assertThat(ended.out())
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
        ProgramExit ended = run("wrong.yml", "github");
        assertThat(ended.exit()).isEqualTo(Exit.INVALID);
        assertThat(ended.out()).startsWith("::error file=wrong.yml,line=3,col=7,title=");
        assertThat(ended.err()).contains("wrong.yml:3:7: ");
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
        ProgramExit ended = in(Map.of(), "run", "talk.yml", "-i", "inventory.yml");
        assertThat(ended.exit()).isEqualTo(Exit.INVALID);
        assertThat(ended.err()).contains("runbook.yml:1:9: ", "'output' cannot be 'gitlab'");
        assertThat(in(Map.of("RUNBOOK_OUTPUT", "github"), "run", "talk.yml", "-i", "inventory.yml")
                        .out())
                .startsWith("::error file=runbook.yml,line=1,col=9,");
    }

    private ProgramExit in(Map<String, String> environment, String... words) {
        return ProgramExit.inProcess(folder, folder, environment, words);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private ProgramExit run(String runbook, String form) {
        Map<String, String> summary =
                Map.of("GITHUB_STEP_SUMMARY", folder.resolve("summary.md").toString());
        return ProgramExit.inProcess(folder, folder, summary, "run", runbook, "-i", "inventory.yml", "--output", form);
    }
}
