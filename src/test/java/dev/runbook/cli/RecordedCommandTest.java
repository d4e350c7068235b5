package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
        SmallProject project = new SmallProject(folder).with("hello", "- tasks: [{debug: {msg: hello}}]\n");
        assertThat(project.call("run", "hello", "-l", "demo").exit()).isZero();
        Event.RunStarted.StartCommand start =
                project.runs().get(0).start().orElseThrow().start();
        assertThat(start.words()).containsExactly("run", "hello", "-l", "demo");
        assertThat(start.folder()).isEqualTo(folder.toString());
        assertThat(start.owner().orElseThrow().pid())
                .isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void aValueCalledLikeASecretIsOneFromTheFirstEventOn() throws IOException {
        SmallProject project = new SmallProject(folder).with("hello", "- tasks: [{debug: {msg: '{{ api_token }}'}}]\n");
        ProgramExit ended = project.call("run", "hello", "-l", "demo", "-e", "api_token=opensesame");
        assertThat(ended.exit()).as(ended.err()).isZero();
        String id = project.runs().get(0).id();
        String journal =
                Files.readString(project.state().resolve("runs").resolve(id).resolve("events.jsonl"));
        assertThat(journal + ended.out()).doesNotContain("opensesame").contains("api_token=***");
    }
}
