package dev.runbook.cli.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.cli.command.CommandResult;
import dev.runbook.cli.command.ProjectFixture;
import dev.runbook.journal.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal starts with the command of the run, without its secrets. */
class RecordedCommandTest {

    @TempDir
    Path folder;

    @Test
    void theFirstEventHoldsTheWordsTheFolderAndTheProcess() throws IOException {
        ProjectFixture project = new ProjectFixture(folder).addRunbook("hello", "- tasks: [{debug: {msg: hello}}]\n");
        assertThat(project.run("run", "hello", "-l", "demo").exit()).isZero();
        Event.RunStarted.StartCommand start =
                project.runs().get(0).start().orElseThrow().command();
        assertThat(start.args()).containsExactly("run", "hello", "-l", "demo");
        assertThat(start.folder()).isEqualTo(folder.toString());
        assertThat(start.owner().orElseThrow().pid())
                .isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void aValueCalledLikeASecretIsOneFromTheFirstEventOn() throws IOException {
        ProjectFixture project =
                new ProjectFixture(folder).addRunbook("hello", "- tasks: [{debug: {msg: '{{ api_token }}'}}]\n");
        CommandResult result = project.run("run", "hello", "-l", "demo", "-e", "api_token=opensesame");
        assertThat(result.exit()).as(result.err()).isZero();
        String id = project.runs().get(0).id();
        String journal =
                Files.readString(project.state().resolve("runs").resolve(id).resolve("events.jsonl"));
        assertThat(journal + result.out()).doesNotContain("opensesame").contains("api_token=***");
    }
}
