package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of a check cannot be mistaken for that of a run. */
class CheckOutputTest {

    private static final String ID = "\\d{8}-\\d{6}-[0-9a-f]{4}";

    @TempDir
    Path folder;

    private ProjectFixture project;

    @BeforeEach
    void oneTask() throws IOException {
        project = new ProjectFixture(folder).addRunbook("pause", "- {pairs: demo, tasks: [{pause: {for: 1s}}]}\n");
    }

    @Test
    void githubSaysWhatWouldBe() {
        assertThat(check("github"))
                .contains("check of runbooks/pause.yml on 1 pair", " would change ", "planned")
                .containsPattern("(?m)^demo +planned .* -  -$")
                .doesNotContain("finished")
                .doesNotContainPattern(ID);
    }

    @Test
    void junitHasNoNumberThatNobodyKnows() {
        assertThat(check("junit"))
                .contains("name=\"check of runbooks/pause.yml\"", "name=\"run\" value=\"-\"", "value=\"planned\"")
                .doesNotContainPattern("name=\"run\" value=\"" + ID);
    }

    @Test
    void eventsOfACheckNameNoRun() {
        assertThat(check("jsonl")).contains("\"check\":true").doesNotContain("\"run\":");
        assertThat(check("json")).contains("\"check\":true").doesNotContain("\"run\":");
    }

    private String check(String output) {
        CommandResult result = project.run("run", "pause", "--check", "--output", output);
        assertThat(result.exit()).as(result.err()).isZero();
        return result.out();
    }
}
