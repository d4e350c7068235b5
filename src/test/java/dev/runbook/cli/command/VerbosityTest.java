package dev.runbook.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.journal.RunFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More {@code -v} show more; the log always contains everything. */
class VerbosityTest {

    private static final String RUNBOOK = """
            - tasks:
                - debug: {msg: "with {{ api_token }}"}
            """;

    @TempDir
    Path folder;

    @Test
    void twoShowWhereATaskStandsAndItsArgumentsWithoutSecrets() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("job", RUNBOOK);
        CommandResult one = call(project, "-v");
        assertThat(one.out()).doesNotContain("runbooks/job.yml:2:");
        CommandResult two = call(project, "-vv");
        assertThat(two.out())
                .contains("runbooks/job.yml:2:7  debug {\"msg\":\"***\"")
                .doesNotContain("opensesame");
        String id = project.runs().get(0).id();
        String log = Files.readString(new RunFolders(project.state()).log(id));
        assertThat(log)
                .contains(
                        "  event  {\"at\":", "\"kind\":\"run_started\"", "  task   demo  runbooks/job.yml:2:7  debug {")
                .doesNotContain("opensesame");
    }

    @Test
    void aCheckLeavesItsLogWhereThereIsAStateFolderAndMakesNone() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("job", RUNBOOK);
        assertThat(call(project, "--check").exit()).isZero();
        assertThat(project.state()).doesNotExist();
        Files.createDirectories(project.state());
        assertThat(call(project, "--check").exit()).isZero();
        assertThat(project.runs()).isEmpty();
        assertThat(Files.readString(project.state().resolve("check.log")))
                .contains("\"check\":true", "runbooks/job.yml:2:7")
                .doesNotContain("opensesame");
    }

    private static CommandResult call(ProjectFixture project, String option) {
        return project.run("run", "job", "-l", "demo", "-e", "api_token=opensesame", option);
    }
}
