package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports about a run that does not start because one of its tasks would fail. */
class PredictedFailureTest {

    private static final String FAILS = """
            - tasks:
                - debug: {msg: hello}
                - block:
                    - {name: Give up, fail: {msg: no way}}
                  always:
                    - debug: {msg: tidied up}
            """;

    @TempDir
    Path folder;

    @Test
    void theTaskThatWouldFailIsNamedAndNothingIsToldOfOthers() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("fails", FAILS);
        CommandResult result = project.run("run", "fails", "-l", "demo");
        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out())
                .contains("demo  foreseen: 2/3 Give up would fail, so nothing was begun  (runbooks/fails.yml:4:")
                .contains("    no way", "Nothing was changed.")
                .containsPattern("(?m)^demo +failed +0 +0 +0 +1 ")
                .doesNotContain("always", "tidied up", "To continue");
        assertThat(project.run("show", "last").out())
                .contains("foreseen: 2/3 Give up would fail")
                .doesNotContain("What it left", "To continue");
    }

    @Test
    void everyReportCountsTheSame() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("fails", FAILS);
        assertThat(project.run("run", "fails", "--output", "junit").out())
                .contains("tests=\"2\" failures=\"2\" errors=\"0\" skipped=\"0\"");
        assertThat(project.run("run", "fails", "-l", "demo", "--output", "json").out())
                .contains("\"ok\":0,\"changed\":0,\"skipped\":0,\"failed\":1", "\"foreseen\":true", "\"changes\":[]");
    }
}
